package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * In which order nodes are tried. A node tries itself, then the nearest node; of equally near ones the one behind it, then
 * the one that is less often the first choice of others.
 *
 * <p>Source: find_next_best_node, build_zonelists, mm/page_alloc.c, read in 5.10, 6.1, 6.12 and 7.0. The penalty for nodes
 * with CPUs counts only when the lists are built anew after booting: at boot no CPU is in a node's mask yet.
 */
public final class Zonelists {

    private final Topology topology;
    private final List<Integer> online;
    private final Set<Integer> withMemory;
    private final boolean cpusKnown;
    private final KernelRelease release;
    private final Map<Integer, Integer> load = new HashMap<>();

    private Zonelists(
            Topology topology,
            List<Integer> online,
            List<Integer> withMemory,
            boolean cpusKnown,
            KernelRelease release) {
        this.topology = topology;
        this.online = online;
        this.withMemory = new TreeSet<>(withMemory);
        this.cpusKnown = cpusKnown;
        this.release = release;
    }

    /**
     * By node, the nodes that it tries, in order.
     *
     * @param online every online node, ascending
     * @param withMemory those that have memory
     * @param cpusKnown whether the CPUs are up: not when the lists are built first
     */
    public static Map<Integer, List<Integer>> fallback(
            Topology topology,
            List<Integer> online,
            List<Integer> withMemory,
            boolean cpusKnown,
            KernelRelease release) {
        Zonelists lists = new Zonelists(topology, online, withMemory, cpusKnown, release);
        Map<Integer, List<Integer>> all = new HashMap<>();
        online.forEach(node -> all.put(node, lists.of(node)));
        return all;
    }

    private List<Integer> of(int node) {
        List<Integer> order = new ArrayList<>();
        Set<Integer> left = new TreeSet<>(withMemory);
        int previous = node;
        int weight = online.size();
        int next = left.contains(node) || !release.isAtLeast(6, 0) ? node : best(node, left);
        while (next >= 0) {
            if (topology.distance(node, next) != topology.distance(node, previous)) {
                // 5.15 and older remember how late a node came, later ones how often it came first
                int loaded = release.isAtLeast(5, 16) ? load.getOrDefault(next, 0) + 1 : weight;
                load.put(next, loaded);
            }
            order.add(next);
            left.remove(next);
            previous = next;
            weight--;
            next = best(node, left);
        }
        return order;
    }

    /** -1 when none is left: the loop's end, never handed out. */
    private int best(int node, Set<Integer> left) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int candidate : left) {
            long distance = topology.distance(node, candidate);
            distance += candidate < node ? 1 : 0;
            distance += cpusKnown && topology.cpusOf(candidate) > 0 ? 1 : 0;
            long value = (distance << 32) + load.getOrDefault(candidate, 0);
            if (value < least) {
                least = value;
                best = candidate;
            }
        }
        return best;
    }
}
