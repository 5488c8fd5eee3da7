package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageblocksOfZone;
import dev.plumbline.inspector.reference.zone.UnmergedBuddies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains large free blocks that lie on the lists as two halves: /proc/pagetypeinfo tells the pageblock order and how many
 * pageblocks of the zone have a type that is not merged with others.
 *
 * @param buddies which halves, by order
 * @param evidence the zone's pageblocks by type
 */
record BuddiesApart(UnmergedBuddies buddies, Evidence evidence) {

    static final String PAGETYPEINFO = "proc/pagetypeinfo";

    private static final Set<String> NOT_MERGED = Set.of("HighAtomic", "CMA", "Isolate");

    /** mm/page_alloc.c, reserve_highatomic_pageblock: at most one pageblock in a hundred, and one. */
    private static final int HIGHATOMIC_SHARE = 100;

    /**
     * The halves in a zone.
     *
     * @return empty where nothing lies apart, the counts moved, or there are more halves than pageblocks that could cause them
     */
    static Optional<BuddiesApart> in(ZoneFrames zone, FreeListPass pass, PageTypeInfo types) {
        Optional<PageblocksOfZone> pageblocks = types.pageblocks().stream()
                .filter(p -> p.node() == zone.node() && p.zone().equals(zone.name()))
                .findFirst();
        if (pageblocks.isEmpty() || types.pageblockOrder().isEmpty()) {
            return Optional.empty();
        }
        int pageblockOrder = types.pageblockOrder().getAsInt();
        List<Long> reconstructed = pass.lists().freeBlocksByOrder(zone.span());
        List<Long> listed = new ArrayList<>();
        for (int order = 0; order < reconstructed.size(); order++) {
            FreeCountSeries series = pass.blocks(zone, order);
            if (order >= pageblockOrder && series.moved()) {
                return Optional.empty();
            }
            listed.add(series.before());
        }
        return UnmergedBuddies.between(reconstructed, listed, pageblockOrder)
                .filter(found -> found.total() <= mayLieApart(pageblocks.get()))
                .map(found -> new BuddiesApart(found, evidence(pageblocks.get(), pageblockOrder)));
    }

    /** A reserve that was given back leaves its halves apart, so as many again as a zone may reserve are allowed for. */
    private static long mayLieApart(PageblocksOfZone zone) {
        return notMerged(zone) + zone.total() / HIGHATOMIC_SHARE + 1;
    }

    private static long notMerged(PageblocksOfZone zone) {
        return zone.byType().entrySet().stream()
                .filter(e -> NOT_MERGED.contains(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Evidence evidence(PageblocksOfZone zone, int pageblockOrder) {
        return Evidence.at(
                PAGETYPEINFO,
                zone.line(),
                "pageblocks of order %d by type: %s".formatted(pageblockOrder, zone.byType()));
    }

    /** What the halves do to one order's count; empty where they leave it as it is. */
    Optional<Verdict> explain(FreeCountSeries series, int order) {
        long surplus = buddies.surplus(order);
        if (surplus == 0 || series.before() != series.reconstructed() + surplus) {
            return Optional.empty();
        }
        return Optional.of(new Verdict.Explained(
                series.before(),
                series.reconstructed(),
                "blocks",
                List.of(new Verdict.Term(surplus, evidence)),
                "buddies from pageblock order up stay apart where one is HIGHATOMIC, CMA or ISOLATE, or was"));
    }
}
