package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages that a zone holds back from requests which could be served from higher zones of the node: what
 * {@code protection:} of /proc/zoneinfo prints.
 *
 * <p>Source: setup_per_zone_lowmem_reserve, mm/page_alloc.c, read in 5.10, 6.1, 6.12 and 7.0.
 */
public final class LowmemReserve {

    private LowmemReserve() {}

    /** For every zone one value for each zone of its node, lowest first, in pages. */
    public static List<List<Long>> of(List<ZoneFacts> zones, ManagedPages managed, AllocatorSettings settings) {
        List<List<Long>> all = new ArrayList<>(zones.size());
        for (int i = 0; i < zones.size(); i++) {
            all.add(row(i, zones, managed, settings));
        }
        return all;
    }

    private static List<Long> row(int zone, List<ZoneFacts> zones, ManagedPages managed, AllocatorSettings settings) {
        ZoneFacts lower = zones.get(zone);
        long ratio = settings.ratioOf(lower);
        List<Long> row = new ArrayList<>();
        long above = 0;
        for (int j = 0; j < zones.size(); j++) {
            if (zones.get(j).node() == lower.node()) {
                above += zones.get(j).index() > lower.index() ? managed.of(j) : 0;
                row.add(ratio == 0 || managed.of(zone) == 0 ? 0 : above / ratio);
            }
        }
        return row;
    }
}
