package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * /proc/zoneinfo.
 *
 * @param zones every zone of every online node, in the file's order: by node, then from the lowest zone up
 * @param nodeCounters {@code per-node stats} by node; the kernel prints them inside the node's first populated zone
 */
public record Zoneinfo(List<Zone> zones, Map<Integer, Map<String, Long>> nodeCounters) {

    /** Copies the collections. */
    public Zoneinfo {
        zones = List.copyOf(zones);
        nodeCounters = Map.copyOf(nodeCounters);
    }

    /** The zones that have present pages. */
    public List<Zone> populated() {
        return zones.stream().filter(Zone::isPopulated).toList();
    }

    /** One zone. */
    public Optional<Zone> zone(int node, String name) {
        return zones.stream()
                .filter(z -> z.node() == node && z.name().equals(name))
                .findFirst();
    }

    /** The ids of the nodes, ascending as printed. */
    public List<Integer> nodes() {
        return zones.stream().map(Zone::node).distinct().toList();
    }

    /** The zones of one node, lowest first. */
    public List<Zone> zonesOf(int node) {
        return zones.stream().filter(z -> z.node() == node).toList();
    }
}
