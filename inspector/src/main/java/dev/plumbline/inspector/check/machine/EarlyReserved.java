package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.derive.NodeRange;
import dev.plumbline.inspector.reference.zone.derive.NodeSplit;
import dev.plumbline.inspector.reference.zone.derive.RamRange;
import dev.plumbline.inspector.reference.zone.derive.Reservations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * With {@code movable_node}, memory that firmware calls removable is Movable, unless its node holds what was reserved by then:
 * low memory, the kernel, the initial RAM disk.
 *
 * <p>Source: numa_clear_kernel_node_hotplug, mm/numa_memblks.c (arch/x86/mm/numa.c to 6.11).
 *
 * @param split with the marks of such nodes taken away
 * @param undecided set where removable memory remains: what else was reserved early is not recorded
 */
record EarlyReserved(NodeSplit split, Optional<Verdict.NotObservable> undecided) {

    private static final Pattern RAMDISK =
            Pattern.compile("(?:Allocated new )?RAMDISK: \\[mem 0x0?([0-9a-f]{1,15})-0x0?([0-9a-f]{1,15})\\].*");

    static EarlyReserved of(HostView host, NodeSplit split, List<RamRange> ram, Reservations reservations) {
        if (!(split instanceof NodeSplit.ByRange byRange)) {
            return new EarlyReserved(split, Optional.empty());
        }
        List<RamRange> reserved = new ArrayList<>();
        ram.stream().limit(1).forEach(reserved::add);
        reservations.known().forEach(r -> reserved.add(RamRange.ram(r.startBytes(), r.endBytes())));
        for (LogLine line : host.kernelLog().intact().map(KernelLog::lines).orElse(List.of())) {
            Matcher disk = RAMDISK.matcher(line.text());
            if (disk.matches()) {
                long start = Long.parseLong(disk.group(1), 16);
                reserved.add(RamRange.ram(start, Math.max(start, Long.parseLong(disk.group(2), 16) + 1)));
            }
        }
        Set<Integer> held = byRange.ranges().stream()
                .filter(node -> reserved.stream().anyMatch(r -> overlap(node, r)))
                .map(NodeRange::node)
                .collect(Collectors.toSet());
        List<NodeRange> cleared = byRange.ranges().stream()
                .map(r -> new NodeRange(
                        r.node(), r.startBytes(), r.endBytes(), r.hotpluggable() && !held.contains(r.node())))
                .toList();
        boolean left = cleared.stream()
                .anyMatch(node -> node.hotpluggable() && ram.stream().anyMatch(r -> overlap(node, r)));
        return new EarlyReserved(
                new NodeSplit.ByRange(cleared),
                left
                        ? Optional.of(new Verdict.NotObservable(
                                "movable_node: a node with memory that was reserved early has no Movable of its own, and which"
                                        + " have is not recorded",
                                ""))
                        : Optional.empty());
    }

    private static boolean overlap(NodeRange node, RamRange range) {
        return node.startBytes() < range.endBytes() && range.startBytes() < node.endBytes();
    }
}
