package dev.plumbline.inspector.reference.zone.request;

import java.util.List;
import java.util.OptionalInt;

/**
 * The usual kinds of requests.
 *
 * <p>Source: include/linux/gfp_types.h (include/linux/gfp.h to 5.19) for the flags; gfp_zone, include/linux/gfp.h, for the
 * highest zone; gfp_migratetype for what is movable.
 */
public enum RequestKind {
    /** Drivers of devices that reach 16 MiB or so alone. */
    GFP_DMA("DMA", false, true),
    /** Drivers of devices that reach 4 GiB alone. */
    GFP_DMA32("DMA32", false, true),
    /** The kernel's own memory where it may wait: slabs, page tables, stacks. */
    GFP_KERNEL("Normal", false, true),
    /** The kernel's own memory where it may not wait: packets, interrupts. */
    GFP_ATOMIC("Normal", false, false),
    /** Memory of processes, and files: pages that can be moved. */
    GFP_HIGHUSER_MOVABLE("Movable", true, true);

    private final String highestZone;
    private final boolean movable;
    private final boolean mayWait;

    RequestKind(String highestZone, boolean movable, boolean mayWait) {
        this.highestZone = highestZone;
        this.movable = movable;
        this.mayWait = mayWait;
    }

    /**
     * The highest zone that it may use, as an index into the zones that the kernel was built with.
     *
     * @param zoneNames of one node, lowest first, as /proc/zoneinfo prints them for every node
     * @return empty where the kernel has no such zone
     */
    public OptionalInt highestZone(List<String> zoneNames) {
        int index = zoneNames.indexOf(highestZone);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Whether its pages can be moved ({@code __GFP_MOVABLE}): it may then use what is set aside for CMA. */
    public boolean isMovable() {
        return movable;
    }

    /** Whether it may reclaim and compact itself ({@code __GFP_DIRECT_RECLAIM}) before it gives up. */
    public boolean mayWait() {
        return mayWait;
    }
}
