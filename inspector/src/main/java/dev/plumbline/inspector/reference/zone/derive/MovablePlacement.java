package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.ZoneRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where Movable begins on each node, from {@code kernelcore=}, {@code movablecore=} and {@code movable_node}.
 *
 * <p>Source: find_zone_movable_pfns_for_nodes, mm/mm_init.c of 6.12 and 7.0, mm/page_alloc.c of 5.10 and 6.1: the three have the
 * same rule. Kernel memory is spread evenly over the nodes; where a node is too small, the others take over its part in a
 * further pass with one node less in the count.
 */
final class MovablePlacement {

    private final List<NodeMemory> memory;
    private final long usableStartPfn;
    private final Map<Integer, Long> movable = new HashMap<>();
    private long required;

    private MovablePlacement(List<NodeMemory> memory, long usableStartPfn, long required) {
        this.memory = memory;
        this.usableStartPfn = usableStartPfn;
        this.required = required;
    }

    /**
     * By node, the first frame of Movable; a node that has none is not there.
     *
     * @param memory ascending
     * @param ranges the zones below Movable, lowest first
     * @param hotpluggableStarts where each hotpluggable range begins, by node, with {@code movable_node}
     */
    static Map<Integer, Long> of(
            MachineDescription machine,
            List<NodeMemory> memory,
            List<ZoneRange> ranges,
            Map<Integer, OptionalLong> hotpluggableStarts,
            int maxOrder) {
        long blockPages = 1L << maxOrder;
        BootOptions options = machine.kernel().options();
        if (options.movableNode()) {
            Map<Integer, Long> starts = new HashMap<>();
            hotpluggableStarts.forEach((node, start) -> start.ifPresent(pfn -> starts.put(node, pfn)));
            return aligned(starts, memory, blockPages);
        }
        long total = memory.stream().mapToLong(MovablePlacement::pages).sum();
        long required = requiredKernelcore(options, total, machine.pageKib(), blockPages);
        if (required == 0 || required >= total) {
            return Map.of();
        }
        MovablePlacement placement = new MovablePlacement(memory, movableZoneStart(ranges), required);
        placement.spread();
        return aligned(placement.movable, memory, blockPages);
    }

    private static long requiredKernelcore(BootOptions options, long total, int pageKib, long blockPages) {
        long kernelcore = options.kernelcore().pages(total, pageKib);
        long movablecore = options.movablecore().pages(total, pageKib);
        if (movablecore == 0) {
            return kernelcore;
        }
        long rounded = (movablecore + blockPages - 1) / blockPages * blockPages;
        return Math.max(kernelcore, total - Math.min(total, rounded));
    }

    /** Movable is taken from the highest zone that any node can have frames in. */
    private static long movableZoneStart(List<ZoneRange> ranges) {
        long start = 0;
        for (ZoneRange range : ranges) {
            start = range.isEmpty() ? start : range.startPfn();
        }
        return start;
    }

    private void spread() {
        List<Integer> nodes =
                memory.stream().map(NodeMemory::node).distinct().sorted().toList();
        int usable = nodes.size();
        do {
            long share = required / usable;
            for (int node : nodes) {
                if (required < share) {
                    share = required / usable;
                }
                fill(node, share);
            }
            usable--;
        } while (usable > 0 && required > usable);
    }

    /** Gives a node's lowest memory to the kernel until the share is met. */
    private void fill(int node, long share) {
        long remaining = share;
        for (NodeMemory range : memory) {
            long start = Math.max(range.startPfn(), movable.getOrDefault(node, 0L));
            long end = range.endPfn();
            if (range.node() != node || start >= end) {
                continue;
            }
            if (start < usableStartPfn) {
                long kernelOnly = Math.min(end, usableStartPfn) - start;
                remaining -= Math.min(kernelOnly, remaining);
                required -= Math.min(kernelOnly, required);
                if (end <= usableStartPfn) {
                    movable.put(node, end);
                    continue;
                }
                start = usableStartPfn;
            }
            long taken = Math.min(end - start, remaining);
            movable.put(node, start + taken);
            required -= Math.min(required, taken);
            remaining -= taken;
            if (remaining == 0) {
                break;
            }
        }
    }

    private static Map<Integer, Long> aligned(Map<Integer, Long> starts, List<NodeMemory> memory, long blockPages) {
        Map<Integer, Long> aligned = new TreeMap<>();
        starts.forEach((node, start) -> {
            long rounded = (start + blockPages - 1) / blockPages * blockPages;
            long nodeEnd = memory.stream()
                    .filter(m -> m.node() == node)
                    .mapToLong(NodeMemory::endPfn)
                    .max()
                    .orElse(0);
            if (rounded != 0 && rounded < nodeEnd) {
                aligned.put(node, rounded);
            }
        });
        return aligned;
    }

    private static long pages(NodeMemory range) {
        return range.endPfn() - range.startPfn();
    }
}
