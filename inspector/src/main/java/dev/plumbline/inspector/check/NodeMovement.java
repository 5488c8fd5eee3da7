package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import java.util.List;
import java.util.Optional;

/**
 * How many pages of a node moved between two readings of zoneinfo: what left or entered the free lists and the CPUs' lists, and the
 * allocations that NUMA kernels count. A frame that is freed behind the reader and allocated before it is seen twice or never.
 */
final class NodeMovement {

    /** What is allocated at a time is up to so large as a rule: PAGE_ALLOC_COSTLY_ORDER, include/linux/mmzone.h. */
    private static final int COSTLY_ORDER = 3;

    private NodeMovement() {}

    static long of(int node, Zoneinfo before, Optional<Zoneinfo> after) {
        long moved = 0;
        for (Zone zone : before.zonesOf(node)) {
            Optional<Zone> later = after.flatMap(z -> z.zone(node, zone.name()));
            if (later.isPresent()) {
                moved += Math.abs(later.get().free().orElse(0) - zone.free().orElse(0));
                moved += Math.abs(onCpus(later.get().pagesets()) - onCpus(zone.pagesets()));
                moved += Math.max(0, allocations(later.get()) - allocations(zone)) << COSTLY_ORDER;
            }
        }
        return moved;
    }

    private static long onCpus(List<PerCpuPages> pagesets) {
        return pagesets.stream().mapToLong(p -> p.count().orElse(0)).sum();
    }

    private static long allocations(Zone zone) {
        return zone.counters().getOrDefault("numa_hit", 0L) + zone.counters().getOrDefault("numa_miss", 0L);
    }
}
