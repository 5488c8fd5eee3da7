package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of MIPS: what the unmapped segments do not reach is HighMem on 32-bit kernels.
 *
 * <p>Source: paging_init (arch_zone_limits_init of 7.0), arch/mips/mm/init.c; early_parse_mem, arch/mips/kernel/setup.c;
 * MAX_DMA_PFN, arch/mips/include/asm/dma.h; HIGHMEM_START, arch/mips/include/asm/mach-generic/spaces.h; read in 5.10 and 7.0.
 *
 * @param machine {@code mips} or {@code mips64}
 */
record MipsMemory(String machine) implements Platform {

    private static final long DMA_END = 16L << 20;
    private static final long DMA32_END = 4L << 30;
    private static final long HIGHMEM_START = 0x20000000L;
    private static final int PHYSICAL_BITS = 48;
    private static final int ENTRY_BYTES = 8;

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4, 16, 64);
    }

    private boolean is64Bit(Kernel kernel) {
        return kernel.build().isUnknown()
                ? machine.equals("mips64")
                : kernel.build().isYes("64BIT");
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return is64Bit(kernel) ? PHYSICAL_BITS : Integer.SIZE;
    }

    /** The first {@code mem=} forgets what firmware said; each adds a range, from 0 if it names no address. */
    @Override
    public List<RamRange> memory(MachineDescription machine) {
        List<RamRange> given = new ArrayList<>();
        for (MemoryEdit edit : machine.kernel().options().edits()) {
            if (edit instanceof MemoryEdit.Limit limit) {
                given.add(RamRange.ram(0, limit.bytes()));
            } else if (edit instanceof MemoryEdit.Bank bank) {
                given.add(RamRange.ram(bank.startBytes(), bank.startBytes() + bank.sizeBytes()));
            }
        }
        return MemoryRanges.merged(given.isEmpty() ? machine.memory().ram() : given);
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        KernelBuild build = machine.kernel().build();
        long end = MemoryRanges.endBytes(ram);
        long lowmem = is64Bit(machine.kernel()) ? end : Math.min(HIGHMEM_START, end);
        List<ZoneEnd> zones = new ArrayList<>();
        if (build.isYes("ZONE_DMA")) {
            zones.add(new ZoneEnd("DMA", machine.pfnDown(DMA_END)));
        }
        if (build.isYes("ZONE_DMA32")) {
            zones.add(new ZoneEnd("DMA32", machine.pfnDown(DMA32_END)));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(lowmem)));
        if (build.isYes("HIGHMEM")) {
            zones.add(new ZoneEnd("HighMem", machine.pfnDown(end)));
        }
        return zones;
    }

    /** What one table of the last level maps, with two entries to a TLB entry. */
    @Override
    public long hugePageBytes(MachineDescription machine) {
        return machine.pageBytes() * machine.pageBytes() / ENTRY_BYTES;
    }
}
