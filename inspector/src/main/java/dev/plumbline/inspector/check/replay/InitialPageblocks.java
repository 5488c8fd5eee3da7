package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.reference.zone.buddy.BuddyGeometry;
import dev.plumbline.inspector.reference.zone.buddy.MigrateType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The types of the pageblocks that a trace lists pages of; it does not record them as such.
 *
 * <p>A free block stands in the list of its pageblock's type, by rule from 6.10 on and nearly always before; pages on a CPU's lists stand in
 * that of the type they were allocated for or freed as. So free blocks say more, and the more pages the more.
 */
final class InitialPageblocks {

    private static final int PCP_WEIGHT = 1;
    private static final int BUDDY_WEIGHT = 1 << 12;

    private final Map<Long, long[]> votes = new LinkedHashMap<>();
    private final int pageblockOrder;

    private InitialPageblocks(int pageblockOrder) {
        this.pageblockOrder = pageblockOrder;
    }

    static Map<Long, MigrateType> of(BuddyTrace trace, RecordedTypes types, BuddyGeometry geometry) {
        InitialPageblocks blocks = new InitialPageblocks(geometry.pageblockOrder());
        for (BuddyTrace.ListLine line : trace.before()) {
            boolean free = line.kind() == BuddyTrace.Kind.BUDDY;
            int order = free ? line.number() : Math.min(line.number() / MigrateType.PCP_TYPES, 3);
            if (!free && line.number() >= 4 * MigrateType.PCP_TYPES) {
                order = geometry.pageblockOrder();
            }
            for (long pfn : line.pfns()) {
                blocks.vote(
                        pfn,
                        order,
                        free ? types.of(line.type()) : pcpType(line.number()),
                        free ? BUDDY_WEIGHT : PCP_WEIGHT);
            }
        }
        return blocks.winners();
    }

    private static MigrateType pcpType(int list) {
        int lowOrder = 4 * MigrateType.PCP_TYPES;
        return MigrateType.of(list < lowOrder ? list % MigrateType.PCP_TYPES : list - lowOrder);
    }

    private void vote(long pfn, int order, MigrateType type, int weight) {
        long first = pfn >>> pageblockOrder;
        long last = (pfn + (1L << order) - 1) >>> pageblockOrder;
        for (long block = first; block <= last; block++) {
            votes.computeIfAbsent(block << pageblockOrder, b -> new long[MigrateType.COUNT])[type.number()] +=
                    (long) weight << Math.min(order, pageblockOrder);
        }
    }

    private Map<Long, MigrateType> winners() {
        Map<Long, MigrateType> winners = new LinkedHashMap<>();
        votes.forEach((block, counts) -> {
            int best = 0;
            for (int type = 1; type < counts.length; type++) {
                if (counts[type] > counts[best]) {
                    best = type;
                }
            }
            winners.put(block, MigrateType.of(best));
        });
        return winners;
    }
}
