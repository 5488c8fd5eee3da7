package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.observed.NodeDistance;
import dev.plumbline.inspector.reference.zone.derive.DerivedNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which a request on a node tries the nodes: as derived from the machine's description, and where that is not known
 * itself, then by distance, of equally distant ones those behind it first.
 *
 * <p>Source: find_next_best_node, mm/page_alloc.c; node_read_distance, drivers/base/node.c.
 */
final class FallbackNodes {

    private FallbackNodes() {}

    static List<Integer> of(int node, List<Integer> nodes, HostView host) {
        if (nodes.size() > 1 && Derived.of(host) instanceof Derived.Zones derived) {
            Optional<List<Integer>> fallback = derived.machine().nodes().stream()
                    .filter(n -> n.id() == node)
                    .map(DerivedNode::fallback)
                    .filter(f -> Set.copyOf(f).equals(Set.copyOf(nodes)))
                    .findFirst();
            if (fallback.isPresent()) {
                return fallback.get();
            }
        }
        return byDistance(node, nodes, host);
    }

    private static List<Integer> byDistance(int node, List<Integer> nodes, HostView host) {
        Optional<NodeDistance> distances = nodes.size() < 2
                ? Optional.empty()
                : host.text("sys/devices/system/node/node" + node + "/distance", NodeDistance::parse)
                        .intact()
                        .filter(d -> d.toNodes().size() == nodes.size());
        return nodes.stream()
                .sorted(Comparator.comparingInt((Integer n) -> n == node ? 0 : 1)
                        .thenComparingInt(n -> distances
                                .map(d -> d.toNodes().get(nodes.indexOf(n)))
                                .orElse(0))
                        .thenComparingInt(n -> n < node ? 1 : 0)
                        .thenComparingInt(n -> n))
                .toList();
    }
}
