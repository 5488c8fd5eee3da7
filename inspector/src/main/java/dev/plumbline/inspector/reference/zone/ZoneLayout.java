package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the zones of every node lie, from the ranges of RAM and the limits of the zones.
 *
 * <p>Source: calculate_node_totalpages, zone_spanned_pages_in_node, adjust_zone_range_for_zone_movable,
 * zone_absent_pages_in_node; mm/mm_init.c of 6.12, mm/page_alloc.c of 6.1 and older.
 */
public final class ZoneLayout {

    private static final String MOVABLE = "Movable";

    private final List<NodeMemory> memory;
    private final List<ZoneRange> ranges;
    private final Map<Integer, Long> movableStart;

    /**
     * A layout.
     *
     * @param memory every range of RAM
     * @param ranges the zones below Movable, lowest first
     * @param movableStart by node, the first frame of Movable, where {@code kernelcore=} or its like made one
     */
    public ZoneLayout(List<NodeMemory> memory, List<ZoneRange> ranges, Map<Integer, Long> movableStart) {
        this.memory = List.copyOf(memory);
        this.ranges = List.copyOf(ranges);
        this.movableStart = Map.copyOf(movableStart);
    }

    /** The zones of every node that has RAM: those of the ranges in their order, then Movable. */
    public List<ZoneExtent> extents() {
        List<ZoneExtent> extents = new ArrayList<>();
        for (int node :
                memory.stream().mapToInt(NodeMemory::node).distinct().sorted().toArray()) {
            for (ZoneRange range : ranges) {
                extents.add(below(node, range));
            }
            extents.add(movable(node));
        }
        return extents;
    }

    private ZoneExtent below(int node, ZoneRange range) {
        long start = clamp(nodeStart(node), range);
        long end = clamp(nodeEnd(node), range);
        long movable = movableStart.getOrDefault(node, Long.MAX_VALUE);
        return extent(node, range.zone(), Math.min(start, movable), Math.min(end, movable));
    }

    private ZoneExtent movable(int node) {
        long start = movableStart.getOrDefault(node, nodeEnd(node));
        long end = ranges.stream()
                .filter(r -> !r.isEmpty())
                .mapToLong(ZoneRange::endPfn)
                .max()
                .orElse(start);
        return extent(node, MOVABLE, start, Math.min(end, nodeEnd(node)));
    }

    private ZoneExtent extent(int node, String zone, long start, long end) {
        if (end <= start) {
            return new ZoneExtent(node, zone, 0, 0, 0);
        }
        long present = memory.stream()
                .filter(m -> m.node() == node)
                .mapToLong(m -> Math.max(0, Math.min(end, m.endPfn()) - Math.max(start, m.startPfn())))
                .sum();
        return new ZoneExtent(node, zone, start, end - start, present);
    }

    private static long clamp(long pfn, ZoneRange range) {
        return Math.max(range.startPfn(), Math.min(range.endPfn(), pfn));
    }

    private long nodeStart(int node) {
        return memory.stream()
                .filter(m -> m.node() == node)
                .mapToLong(NodeMemory::startPfn)
                .min()
                .orElse(0);
    }

    private long nodeEnd(int node) {
        return memory.stream()
                .filter(m -> m.node() == node)
                .mapToLong(NodeMemory::endPfn)
                .max()
                .orElse(0);
    }
}
