package dev.plumbline.inspector.reference.zone.derive;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes and processors.
 *
 * @param memory which memory is whose
 * @param cpusByNode online CPUs of each node; a node without any has memory alone
 * @param distances from each node to every node that has one, as the SLIT gives them; a pair that is missing is 10 for a node
 *     itself and 20 for another (LOCAL_DISTANCE, REMOTE_DISTANCE, include/linux/topology.h)
 */
public record Topology(
        NodeSplit memory, Map<Integer, Integer> cpusByNode, Map<Integer, Map<Integer, Integer>> distances) {

    private static final int LOCAL_DISTANCE = 10;
    private static final int REMOTE_DISTANCE = 20;

    /** Copies the maps. */
    public Topology {
        cpusByNode = Collections.unmodifiableMap(new TreeMap<>(cpusByNode));
        distances = Map.copyOf(distances);
    }

    /** One node with all CPUs. */
    public static Topology oneNode(int cpus) {
        return new Topology(new NodeSplit.OneNode(), Map.of(0, cpus), Map.of());
    }

    /** All online CPUs. */
    public int cpus() {
        return cpusByNode.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Online CPUs of a node. */
    public int cpusOf(int node) {
        return cpusByNode.getOrDefault(node, 0);
    }

    int distance(int from, int to) {
        return distances.getOrDefault(from, Map.of()).getOrDefault(to, from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE);
    }

    /** The nodes that CPUs or memory mention, ascending. */
    List<Integer> nodes(List<Integer> withMemory) {
        TreeMap<Integer, Integer> all = new TreeMap<>(cpusByNode);
        withMemory.forEach(node -> all.putIfAbsent(node, 0));
        return List.copyOf(all.keySet());
    }
}
