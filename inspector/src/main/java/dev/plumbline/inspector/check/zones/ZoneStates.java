package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.request.ZoneState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Turns what the kernel prints of a zone into what a request looks at. */
final class ZoneStates {

    private static final List<String> USUAL = List.of("Unmovable", "Movable", "Reclaimable");
    private static final String CMA = "CMA";
    private static final String HIGHATOMIC = "HighAtomic";

    private ZoneStates() {}

    /**
     * A zone's state. Without the counts by migrate type all free blocks are taken to serve every request.
     *
     * @param index its place among the zones of its node
     * @param types pagetypeinfo, where it may be read
     */
    static ZoneState of(Zone zone, int index, FreeLists free, Optional<PageTypeInfo> types) {
        ZoneState.SetAside setAside = new ZoneState.SetAside(
                types.map(t -> reserved(zone, t)).orElse(0L),
                zone.counters().getOrDefault("nr_free_cma", 0L),
                zone.counters().getOrDefault("nr_unaccepted", 0L));
        return new ZoneState(
                zone.node(),
                zone.name(),
                index,
                zone.free().orElse(0),
                marks(zone),
                zone.boost().orElse(0),
                zone.protection(),
                setAside,
                blocks(free));
    }

    /** nr_reserved_highatomic counts whole page blocks (reserve_highatomic_pageblock, mm/page_alloc.c). */
    private static long reserved(Zone zone, PageTypeInfo types) {
        long pageblocks = types.pageblocks().stream()
                .filter(p -> p.node() == zone.node() && p.zone().equals(zone.name()))
                .mapToLong(p -> p.byType().getOrDefault(HIGHATOMIC, 0L))
                .sum();
        return pageblocks << types.pageblockOrder().orElse(0);
    }

    private static ZoneState.Blocks blocks(FreeLists free) {
        List<Integer> orders = IntStream.range(0, free.orders()).boxed().toList();
        if (free.byType().isEmpty()) {
            List<Long> none = orders.stream().map(k -> 0L).toList();
            return new ZoneState.Blocks(free.blocks().byOrder(), none, none);
        }
        return new ZoneState.Blocks(
                orders.stream()
                        .map(k ->
                                USUAL.stream().mapToLong(t -> free.blocks(t, k)).sum())
                        .toList(),
                orders.stream().map(k -> free.blocks(CMA, k)).toList(),
                orders.stream().map(k -> free.blocks(HIGHATOMIC, k)).toList());
    }

    private static Map<Watermark, Long> marks(Zone zone) {
        Map<Watermark, Long> marks = new EnumMap<>(Watermark.class);
        put(marks, Watermark.MIN, zone.min());
        put(marks, Watermark.LOW, zone.low());
        put(marks, Watermark.HIGH, zone.high());
        put(marks, Watermark.PROMO, zone.promo());
        return marks;
    }

    private static void put(Map<Watermark, Long> marks, Watermark mark, OptionalLong pages) {
        pages.ifPresent(p -> marks.put(mark, p));
    }
}
