package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.NodeMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Which node's the parts of a range of RAM are.
 *
 * <p>Source: numa_register_meminfo and numa_cleanup_meminfo, mm/numa_memblks.c (arch/x86/mm/numa.c to 6.11): ranges of one node
 * with nothing of another between them count as one; memory that no range covers stays with the first node, which the kernel
 * accepts up to a MiB of (numa_meminfo_cover_memory).
 */
final class NodeAssignment {

    private NodeAssignment() {}

    static List<NodeMemory> of(RamRange ram, List<NodeRange> nodes, MachineDescription machine) {
        TreeSet<Long> bounds = new TreeSet<>(List.of(ram.startBytes(), ram.endBytes()));
        for (NodeRange node : nodes) {
            for (long bound : new long[] {node.startBytes(), node.endBytes()}) {
                if (ram.startBytes() < bound && bound < ram.endBytes()) {
                    bounds.add(bound);
                }
            }
        }
        List<NodeMemory> parts = new ArrayList<>();
        long start = bounds.first();
        for (long end : bounds.tailSet(start, false)) {
            add(parts, new NodeMemory(nodeOf(start, nodes), machine.pfnUp(start), machine.pfnDown(end)));
            start = end;
        }
        return parts;
    }

    /** A hole between two ranges belongs to the node on both sides of it; elsewhere to the first node. */
    private static int nodeOf(long address, List<NodeRange> nodes) {
        List<NodeRange> covering = nodes.stream()
                .filter(n -> n.startBytes() <= address && address < n.endBytes())
                .toList();
        if (!covering.isEmpty()) {
            return covering.get(0).node();
        }
        int first = nodes.stream().mapToInt(NodeRange::node).min().orElse(0);
        NodeRange none = new NodeRange(first, 0, 0, false);
        NodeRange below = nodes.stream()
                .filter(n -> n.endBytes() <= address)
                .max(Comparator.comparingLong(NodeRange::endBytes))
                .orElse(none);
        NodeRange above = nodes.stream()
                .filter(n -> n.startBytes() > address)
                .min(Comparator.comparingLong(NodeRange::startBytes))
                .orElse(none);
        return below.node() == above.node() ? below.node() : first;
    }

    private static void add(List<NodeMemory> parts, NodeMemory part) {
        NodeMemory last = parts.isEmpty() ? part : parts.get(parts.size() - 1);
        if (!parts.isEmpty() && last.node() == part.node() && last.endPfn() == part.startPfn()) {
            parts.set(parts.size() - 1, new NodeMemory(part.node(), last.startPfn(), part.endPfn()));
        } else if (part.startPfn() < part.endPfn()) {
            parts.add(part);
        }
    }
}
