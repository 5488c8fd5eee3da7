package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import java.util.List;
import java.util.Map;

/**
 * A zone as it must be.
 *
 * @param extent node, name, start, spanned and present pages: exact
 * @param managed within which bounds its managed pages lie, and why
 * @param marks its watermarks without boost, in pages
 * @param protection what it holds back from requests for each zone of its node, lowest first, in pages
 * @param pcp the per-CPU lists
 */
public record DerivedZone(
        ZoneExtent extent,
        ManagedBounds managed,
        Map<Watermark, Interval> marks,
        List<Interval> protection,
        PcpBounds pcp) {

    /** Copies the collections. */
    public DerivedZone {
        marks = Map.copyOf(marks);
        protection = List.copyOf(protection);
    }

    /** The node's id. */
    public int node() {
        return extent.node();
    }

    /** As /proc/zoneinfo prints it. */
    public String name() {
        return extent.zone();
    }

    /** {@code node 0 DMA32}. */
    public String subject() {
        return "node " + node() + " " + name();
    }

    /** The kernel's populated_zone(). */
    public boolean isPopulated() {
        return extent.presentPages() != 0;
    }
}
