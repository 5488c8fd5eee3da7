package dev.plumbline.inspector.reference.zone.derive;

import java.util.Comparator;
import java.util.List;

/** Whether a machine can be as described. What a kernel merely ignores is no error here. */
final class Sense {

    private Sense() {}

    static void check(MachineDescription machine) throws DescriptionException {
        pageSize(machine);
        if (machine.topology().cpus() < 1) {
            throw new DescriptionException(
                    "%d CPUs: at least 1 is needed".formatted(machine.topology().cpus()));
        }
        ranges(machine);
        if (machine.kernel().options().kernelcoreMirror()) {
            throw new DescriptionException("kernelcore=mirror: firmware's list of mirrored memory is not part of a"
                    + " description; kernelcore= takes an amount or a percentage");
        }
        nodes(machine.topology().memory());
    }

    private static void pageSize(MachineDescription machine) throws DescriptionException {
        List<Integer> allowed = machine.platform().pageSizesKib();
        if (!allowed.contains(machine.pageKib())) {
            throw new DescriptionException("page size %d KiB: %s has %s"
                    .formatted(
                            machine.pageKib(),
                            machine.platform().machine(),
                            String.join(
                                    ", ",
                                    allowed.stream().map(kib -> kib + " KiB").toList())));
        }
    }

    private static void ranges(MachineDescription machine) throws DescriptionException {
        int bits = machine.platform().physicalBits(machine.kernel());
        List<RamRange> ram = machine.memory().ram().stream()
                .sorted(Comparator.comparingLong(RamRange::startBytes))
                .toList();
        if (ram.isEmpty()) {
            throw new DescriptionException("no RAM: at least one range is needed");
        }
        for (int i = 0; i < ram.size(); i++) {
            if (i > 0 && ram.get(i - 1).overlaps(ram.get(i))) {
                throw new DescriptionException("RAM at %s overlaps RAM at %s: ranges must be disjoint"
                        .formatted(words(ram.get(i - 1)), words(ram.get(i))));
            }
        }
        RamRange last = ram.get(ram.size() - 1);
        if (bits < Long.SIZE - 1 && last.endBytes() > 1L << bits) {
            throw new DescriptionException(
                    "RAM at %s: physical addresses of %s have at most %d bits, so RAM ends at 0x%x at most"
                            .formatted(words(last), machine.platform().machine(), bits, 1L << bits));
        }
    }

    private static void nodes(NodeSplit split) throws DescriptionException {
        if (!(split instanceof NodeSplit.ByRange byRange)) {
            return;
        }
        if (byRange.ranges().isEmpty()) {
            throw new DescriptionException("0 nodes: at least 1 is needed");
        }
        List<NodeRange> sorted = byRange.ranges().stream()
                .sorted(Comparator.comparingLong(NodeRange::startBytes))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            NodeRange below = sorted.get(i - 1);
            NodeRange above = sorted.get(i);
            if (above.startBytes() < below.endBytes() && above.node() != below.node()) {
                throw new DescriptionException("0x%x is node %d's and node %d's: an address belongs to one node"
                        .formatted(above.startBytes(), below.node(), above.node()));
            }
        }
    }

    private static String words(RamRange range) {
        return "0x%x-0x%x".formatted(range.startBytes(), range.endBytes());
    }
}
