package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.NodeDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a request on a node tries the nodes: itself, then by distance; of equally distant ones those behind it first.
 *
 * <p>Source: find_next_best_node, mm/page_alloc.c; node_read_distance, drivers/base/node.c.
 */
final class FallbackNodes {

    private FallbackNodes() {}

    static List<Integer> of(int node, List<Integer> nodes, HostView host) {
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
