package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuList;
import dev.plumbline.inspector.observed.NodeDistance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which CPUs are in which node, and how far the nodes are apart.
 *
 * @param cpusByNode online CPUs
 * @param distances from each node to every online one
 * @param evidence where it stands
 */
public record CpuPlacement(
        Map<Integer, Integer> cpusByNode, Map<Integer, Map<Integer, Integer>> distances, List<Evidence> evidence) {

    private static final String NODES = "sys/devices/system/node";
    private static final String CPUS_ONLINE = "sys/devices/system/cpu/online";

    /** Copies the collections. */
    public CpuPlacement {
        cpusByNode = Map.copyOf(cpusByNode);
        distances = Map.copyOf(distances);
        evidence = List.copyOf(evidence);
    }

    /** Online CPUs among which the pages of a node's zones are divided: the node's own, or all if it has none. */
    public int sharing(int node) {
        int own = cpusByNode.getOrDefault(node, 0);
        return own > 0 ? own : all();
    }

    /** Online CPUs of the machine, at least 1. */
    public int all() {
        return Math.max(
                1, cpusByNode.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** Reads the placement. */
    public static CpuPlacement of(HostView host) {
        List<Integer> online = list(host, NODES + "/online").orElse(List.of());
        Map<Integer, Integer> cpus = new TreeMap<>();
        Map<Integer, Map<Integer, Integer>> distances = new HashMap<>();
        List<Evidence> evidence = new ArrayList<>();
        for (int node : online) {
            String path = NODES + "/node" + node;
            list(host, path + "/cpulist").ifPresent(ids -> {
                cpus.put(node, ids.size());
                evidence.add(Evidence.at(path + "/cpulist", 1, ids.size() + " CPUs"));
            });
            host.text(path + "/distance", NodeDistance::parse)
                    .intact()
                    .map(NodeDistance::toNodes)
                    .filter(row -> row.size() == online.size())
                    .ifPresent(row -> {
                        distances.put(node, byNode(online, row));
                        evidence.add(Evidence.at(path + "/distance", 1, row.toString()));
                    });
        }
        if (cpus.isEmpty()) {
            cpus.put(online.isEmpty() ? 0 : online.get(0), count(host, evidence));
        }
        return new CpuPlacement(cpus, distances, evidence);
    }

    private static Map<Integer, Integer> byNode(List<Integer> online, List<Integer> row) {
        Map<Integer, Integer> byNode = new HashMap<>();
        for (int i = 0; i < online.size(); i++) {
            byNode.put(online.get(i), row.get(i));
        }
        return byNode;
    }

    private static int count(HostView host, List<Evidence> evidence) {
        Optional<Integer> listed = list(host, CPUS_ONLINE).map(List::size);
        listed.ifPresent(n -> evidence.add(Evidence.at(CPUS_ONLINE, 1, n + " CPUs")));
        return listed.or(
                        () -> host.text("proc/cpuinfo", CpuInfo::parse).intact().map(CpuInfo::processors))
                .filter(n -> n > 0)
                .orElse(1);
    }

    private static Optional<List<Integer>> list(HostView host, String path) {
        return host.text(path, CpuList::parse).intact().map(CpuList::ids);
    }
}
