package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a machine has its RAM of which only the amount is known, and which part of it is which node's.
 *
 * <p>A PC has the first 640 KiB less what the BIOS keeps, nothing up to 1 MiB, and a hole for devices in the last GiB below 4 GiB;
 * what is left lies from 4 GiB on (PIIX and Q35 data sheets: TOLUD; QEMU and Firecracker do the same). Other machines have one
 * range, where the boards that most of them are modelled on have it: ARM and RISC-V the virt machines of QEMU, s390x and POWER
 * from 0.
 */
public final class AssumedMemory {

    private static final long GIB = 1L << 30;
    private static final long BIOS_DATA = 0x1000;
    private static final long CONVENTIONAL_END = 0x9fc00;
    private static final long EXTENDED = 1L << 20;
    private static final long DEVICES = 3 * GIB;
    private static final long FOUR_GIB = 4 * GIB;

    private AssumedMemory() {}

    /**
     * The memory map.
     *
     * @param ramBytes all RAM, counted from the beginning of its first range
     * @throws DescriptionException if that is less than any kernel boots with, or more than 2^62 bytes
     */
    public static PhysicalMap map(Platform platform, long ramBytes) throws DescriptionException {
        if (ramBytes < 16 * EXTENDED || ramBytes > 1L << 62) {
            throw new DescriptionException("%d bytes of RAM: 16M to 4194304T are allowed".formatted(ramBytes));
        }
        List<RamRange> ranges = new ArrayList<>();
        switch (platform.machine()) {
            case "x86_64", "i386" -> {
                ranges.add(RamRange.ram(BIOS_DATA, CONVENTIONAL_END));
                ranges.add(RamRange.ram(EXTENDED, Math.min(ramBytes, DEVICES)));
                if (ramBytes > DEVICES) {
                    ranges.add(RamRange.ram(FOUR_GIB, FOUR_GIB + ramBytes - DEVICES));
                }
            }
            case "aarch64", "arm" -> ranges.add(RamRange.ram(GIB, GIB + ramBytes));
            case "riscv64", "riscv32" -> ranges.add(RamRange.ram(2 * GIB, 2 * GIB + ramBytes));
            default -> ranges.add(RamRange.ram(0, ramBytes));
        }
        return new PhysicalMap(ranges, PhysicalMap.Stage.FIRMWARE);
    }

    /**
     * Nodes of equal parts of the RAM, in the order of its addresses.
     *
     * @param nodes how many
     * @throws DescriptionException if there is none, or a node would get less than 16 MiB
     */
    public static NodeSplit nodes(PhysicalMap map, int nodes) throws DescriptionException {
        long ram = map.ram().stream().mapToLong(RamRange::sizeBytes).sum();
        long share = nodes < 1 ? 0 : ram / nodes & -EXTENDED;
        if (nodes < 1 || nodes > 1024 || share < 16 * EXTENDED) {
            throw new DescriptionException("%d nodes: 1 to 1024 are allowed, of at least 16M each".formatted(nodes));
        }
        if (nodes == 1) {
            return new NodeSplit.OneNode();
        }
        long end = map.ram().get(map.ram().size() - 1).endBytes();
        List<NodeRange> split = new ArrayList<>();
        long start = map.ram().get(0).startBytes();
        for (int node = 0; node < nodes; node++) {
            long stop = node + 1 == nodes ? end : addressOf(map.ram(), share * (node + 1));
            split.add(new NodeRange(node, start, stop, false));
            start = stop;
        }
        return new NodeSplit.ByRange(split);
    }

    /** The address up to which there is that much RAM, counted as if holes below 1 MiB were none. */
    private static long addressOf(List<RamRange> ram, long bytes) {
        long left = bytes;
        for (RamRange range : ram) {
            if (left <= range.sizeBytes()) {
                return (range.startBytes() + left + EXTENDED - 1) & -EXTENDED;
            }
            left -= range.sizeBytes();
        }
        return ram.get(ram.size() - 1).endBytes();
    }
}
