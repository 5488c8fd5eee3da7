package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.NumaMapping;
import dev.plumbline.inspector.observed.NumaMapsParser;
import dev.plumbline.inspector.owner.Apportion;
import dev.plumbline.inspector.owner.OwnedRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * On which memory node a process's pages stand. With one node online, there. With several, numa_maps says how many pages of each
 * mapping stand where; what a range has resident, hugetlb pages included, is divided in that proportion, so that the nodes add
 * up to what smaps says. A mapping of several owners has the same proportion in each of its parts: numa_maps knows no parts.
 */
public final class NodeBytes {

    /** Where nothing is known. */
    public static final NodeBytes UNKNOWN = new NodeBytes(new TreeSet<>(), Map.of());

    private static final String ONLINE = "sys/devices/system/node/online";

    private final SortedSet<Integer> nodes;
    private final Map<Long, NumaMapping> mappings;

    private NodeBytes(SortedSet<Integer> nodes, Map<Long, NumaMapping> mappings) {
        this.nodes = nodes;
        this.mappings = mappings;
    }

    /** Reads numa_maps only where there is a choice: the kernel walks every page to print it. */
    static NodeBytes of(ProcessView process, List<String> notes) {
        KernelFiles files = process.host().files();
        String online = files.read(ONLINE)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .orElse("0");
        if (online.matches("[0-9]{1,4}")) {
            return new NodeBytes(new TreeSet<>(List.of(Integer.parseInt(online))), Map.of());
        }
        Observation<List<NumaMapping>> numaMaps = process.text("numa_maps", NumaMapsParser::parse);
        if (numaMaps.intact().isEmpty()) {
            notes.add("which node memory stands on is not known: "
                    + numaMaps.whyNot().because());
            return UNKNOWN;
        }
        SortedSet<Integer> nodes = new TreeSet<>();
        Map<Long, NumaMapping> byStart = new HashMap<>();
        for (NumaMapping mapping : numaMaps.intact().get()) {
            nodes.addAll(mapping.pagesByNode().keySet());
            byStart.put(mapping.start(), mapping);
        }
        return new NodeBytes(nodes, byStart);
    }

    /** The nodes that have pages of the process, ascending; empty where that is not known. */
    public SortedSet<Integer> nodes() {
        return new TreeSet<>(nodes);
    }

    /** What a range has resident on each node, in bytes; they add up to its resident and hugetlb bytes. */
    public SortedMap<Integer, Long> of(OwnedRange range) {
        SortedMap<Integer, Long> bytes = new TreeMap<>();
        if (nodes.isEmpty()) {
            return bytes;
        }
        long total = range.usage().residentBytes() + range.usage().hugetlbBytes();
        NumaMapping mapping = mappings.get(range.vma().range().start().value());
        long[] counts = nodes.stream()
                .mapToLong(node -> mapping == null ? 0 : mapping.bytesOn(node))
                .toArray();
        long[] shares = inProportion(total, counts);
        int i = 0;
        for (int node : nodes) {
            bytes.put(node, shares[i++]);
        }
        return bytes;
    }

    /** Of a mapping that came after numa_maps was read, the first node has all. */
    private static long[] inProportion(long total, long[] counts) {
        long counted = Arrays.stream(counts).sum();
        if (counted >= total) {
            return Apportion.exactly(total, counts, counts);
        }
        long[] room = Arrays.stream(counts).map(c -> c == 0 ? 0 : c + total).toArray();
        return Apportion.exactly(total, new long[counts.length], room);
    }
}
