package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.CpuList;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.derive.BootOptions;
import dev.plumbline.inspector.reference.zone.derive.NodeRange;
import dev.plumbline.inspector.reference.zone.derive.NodeSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which memory is which node's: the SRAT as the boot log prints it, else the memory blocks that sysfs links from each node,
 * else the boot log's {@code Early memory node ranges}.
 *
 * <p>Source: acpi_numa_memory_affinity_init, drivers/acpi/numa/srat.c; dummy_numa_init, mm/numa_memblks.c; drivers/base/node.c.
 *
 * @param split what they say
 * @param evidence where
 */
record NodeSplits(NodeSplit split, List<Evidence> evidence) {

    private static final String ONLINE = "sys/devices/system/node/online";
    private static final Pattern SRAT = Pattern.compile(
            "(?:ACPI: )?SRAT: Node ([0-9]{1,4}) PXM [0-9]+ \\[mem 0x0?([0-9a-f]{1,15})-0x0?([0-9a-f]{1,15})\\](.*)");
    private static final Pattern NO_NUMA = Pattern.compile(
            "(?:NUMA: )?(?:No NUMA configuration found|NUMA turned off|Faking a node at .*|SRAT: SRAT not used\\.)");
    private static final Pattern EARLY =
            Pattern.compile(" *node +([0-9]{1,4}): \\[mem 0x0?([0-9a-f]{1,15})-0x0?([0-9a-f]{1,15})\\].*");

    static NodeSplits of(HostView host, BootOptions options) {
        boolean emulated = options.numa().map(v -> v.startsWith("fake")).orElse(false);
        Observation<KernelLog> log = host.kernelLog();
        List<LogLine> lines = log.intact().map(KernelLog::lines).orElse(List.of());
        Optional<LogLine> none =
                lines.stream().filter(l -> NO_NUMA.matcher(l.text()).matches()).findFirst();
        if (none.isPresent() && !emulated) {
            return new NodeSplits(
                    new NodeSplit.OneNode(),
                    List.of(Evidence.at(
                            log.path(), none.get().line(), none.get().text())));
        }
        Optional<NodeSplits> srat = emulated ? Optional.empty() : read(log.path(), lines, SRAT);
        return srat.or(() -> one(host))
                .or(() -> blocks(host))
                .or(() -> read(log.path(), lines, EARLY))
                .orElseGet(NodeSplits::unknown);
    }

    /** One node is online, or the kernel knows none. */
    private static Optional<NodeSplits> one(HostView host) {
        Optional<List<Integer>> online =
                host.text(ONLINE, CpuList::parse).intact().map(CpuList::ids);
        if (online.isEmpty()) {
            boolean noNuma = host.files()
                    .list("sys/devices/system")
                    .content()
                    .map(names -> !names.contains("node"))
                    .orElse(true);
            return noNuma ? Optional.of(new NodeSplits(new NodeSplit.OneNode(), List.of())) : Optional.empty();
        }
        if (online.get().size() != 1) {
            return Optional.empty();
        }
        int node = online.get().get(0);
        NodeSplit split = node == 0
                ? new NodeSplit.OneNode()
                : new NodeSplit.ByRange(List.of(new NodeRange(node, 0, Long.MAX_VALUE, false)));
        return Optional.of(new NodeSplits(split, List.of(Evidence.at(ONLINE, 1, Integer.toString(node)))));
    }

    private static Optional<NodeSplits> blocks(HostView host) {
        List<MemoryBlocks.Block> blocks = MemoryBlocks.of(host).blocks();
        if (blocks.isEmpty() || blocks.stream().anyMatch(b -> b.node().isEmpty() || b.severalNodes())) {
            return Optional.empty();
        }
        List<NodeRange> ranges = blocks.stream()
                .map(b -> new NodeRange(b.node().orElseThrow(), b.startBytes(), b.endBytes(), false))
                .toList();
        return Optional.of(new NodeSplits(
                new NodeSplit.ByRange(ranges),
                List.of(Evidence.in(MemoryBlocks.DIRECTORY, blocks.size() + " blocks, each linked from its node"))));
    }

    private static Optional<NodeSplits> read(String path, List<LogLine> lines, Pattern pattern) {
        List<NodeRange> ranges = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (LogLine line : lines) {
            Matcher range = pattern.matcher(line.text());
            if (range.matches()) {
                long start = Long.parseLong(range.group(2), 16);
                long end = Long.parseLong(range.group(3), 16);
                if (end >= start) {
                    ranges.add(new NodeRange(
                            Integer.parseInt(range.group(1)),
                            start,
                            end + 1,
                            line.text().endsWith(" hotplug")));
                    evidence.add(Evidence.at(path, line.line(), line.text()));
                }
            }
        }
        return ranges.isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeSplits(new NodeSplit.ByRange(ranges), evidence));
    }

    private static NodeSplits unknown() {
        return new NodeSplits(
                new NodeSplit.Unknown("the boot log, " + MemoryBlocks.DIRECTORY + " and " + ONLINE + " were looked at"),
                List.of());
    }
}
