package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of arm64.
 *
 * <p>Source: zone_sizes_init, max_zone_phys, arm64_memblock_init, arch/arm64/mm/init.c; read in 5.10, 6.1, 6.12 and 7.0.
 */
record Aarch64Memory() implements Platform {

    private static final long FOUR_GIB = 4L << 30;

    @Override
    public String machine() {
        return "aarch64";
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4, 16, 64);
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return (int) kernel.build().number("ARM64_PA_BITS").orElse(52);
    }

    /** {@code mem=} is an amount, cut to pages; the kernel, which lies low, is never cut away. */
    @Override
    public List<RamRange> memory(MachineDescription machine) {
        List<RamRange> ram = MemoryRanges.merged(machine.memory().ram());
        for (MemoryEdit edit : machine.kernel().options().edits()) {
            if (edit instanceof MemoryEdit.Limit limit) {
                ram = MemoryRanges.firstBytes(ram, limit.bytes() / machine.pageBytes() * machine.pageBytes());
            }
        }
        return ram;
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        KernelBuild build = machine.kernel().build();
        List<ZoneEnd> zones = new ArrayList<>();
        if (build.has("ZONE_DMA")) {
            zones.add(new ZoneEnd("DMA", machine.pfnDown(dmaEnd(machine, ram))));
        }
        if (build.has("ZONE_DMA32")) {
            zones.add(new ZoneEnd("DMA32", machine.pfnDown(zoneEnd(FOUR_GIB, ram, machine))));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(MemoryRanges.endBytes(ram))));
        return zones;
    }

    /** Up to 6.10 the limit counts in whole address bits, at most 32 of them. */
    private static long dmaEnd(MachineDescription machine, List<RamRange> ram) {
        long limit = machine.dmaLimitBytes().orElse(Long.MAX_VALUE);
        if (!machine.kernel().release().isAtLeast(6, 11)) {
            int bits = Math.min(32, Long.SIZE - Long.numberOfLeadingZeros(limit - 1));
            limit = 1L << bits;
        }
        return zoneEnd(limit, ram, machine);
    }

    /**
     * Where RAM begins above 4 GiB a limit does not count. Where it begins below, the limit is at most 4 GiB; up to 6.10 only
     * if RAM begins above the limit itself.
     */
    private static long zoneEnd(long limitBytes, List<RamRange> ram, MachineDescription machine) {
        long start = MemoryRanges.startBytes(ram);
        long end = limitBytes;
        if (start >= FOUR_GIB) {
            end = machine.kernel().release().isAtLeast(6, 11) ? limitBytes : Long.MAX_VALUE;
        } else if (machine.kernel().release().isAtLeast(6, 11)) {
            end = Math.min(limitBytes, FOUR_GIB);
        } else if (start >= limitBytes) {
            end = FOUR_GIB;
        }
        return Math.min(end, MemoryRanges.endBytes(ram));
    }

    @Override
    public int maxOrder(int pageKib) {
        return pageKib == 64 ? 13 : pageKib == 16 ? 11 : 10;
    }

    /** A PMD: a page of descriptors of eight bytes. */
    @Override
    public long hugePageBytes(MachineDescription machine) {
        return machine.pageBytes() * machine.pageBytes() / 8;
    }
}
