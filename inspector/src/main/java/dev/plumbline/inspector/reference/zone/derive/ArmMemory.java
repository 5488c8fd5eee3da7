package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of 32-bit arm: lowmem ends so far below the vmalloc area that all of it is mapped.
 *
 * <p>Source: zone_sizes_init, setup_dma_zone, find_limits, arch/arm/mm/init.c; adjust_lowmem_bounds, early_vmalloc,
 * arch/arm/mm/mmu.c; early_mem, arch/arm/kernel/setup.c; VMALLOC_END, arch/arm/include/asm/pgtable.h; read in 5.10, 6.1 and 6.12.
 */
record ArmMemory() implements Platform {

    private static final long USUAL_PAGE_OFFSET = 0xc0000000L;
    private static final long VMALLOC_END = 0xff800000L;
    private static final long VMALLOC_OFFSET = 8L << 20;
    private static final long VMALLOC_SIZE = 240L << 20;
    private static final long LEAST_VMALLOC = 16L << 20;
    private static final long LEAST_LOWMEM = 32L << 20;
    /** Two sections of the short format, one PMD of the long one. */
    private static final long PMD_SIZE = 2L << 20;

    private static final long ALL_32_BITS = 0xffffffffL;

    @Override
    public String machine() {
        return "arm";
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4);
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return kernel.build().has("ARM_LPAE") ? 40 : 32;
    }

    /** The first {@code mem=} forgets what firmware said; each adds a bank, at the start of RAM if it names no address. */
    @Override
    public List<RamRange> memory(MachineDescription machine) {
        List<RamRange> firmware = MemoryRanges.merged(machine.memory().ram());
        List<RamRange> banks = new ArrayList<>();
        for (MemoryEdit edit : machine.kernel().options().edits()) {
            if (edit instanceof MemoryEdit.Limit limit) {
                long start = MemoryRanges.startBytes(firmware);
                banks.add(RamRange.ram(start, start + limit.bytes()));
            } else if (edit instanceof MemoryEdit.Bank bank) {
                banks.add(RamRange.ram(bank.startBytes(), bank.startBytes() + bank.sizeBytes()));
            }
        }
        return banks.isEmpty() ? firmware : MemoryRanges.merged(banks);
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        KernelBuild build = machine.kernel().build();
        long maxLowPfn = machine.pfnDown(lowmemEnd(machine, ram));
        List<ZoneEnd> zones = new ArrayList<>();
        if (build.isYes("ZONE_DMA")) {
            long limitPfn = machine.dmaLimitBytes().orElse(ALL_32_BITS) / machine.pageBytes();
            zones.add(new ZoneEnd("DMA", Math.min(limitPfn, maxLowPfn)));
        }
        zones.add(new ZoneEnd("Normal", maxLowPfn));
        if (build.has("HIGHMEM")) {
            zones.add(new ZoneEnd("HighMem", machine.pfnDown(MemoryRanges.endBytes(ram))));
        }
        return zones;
    }

    /** memblock's limit: the first end of a bank in lowmem that is not aligned to a PMD, or the end of lowmem, cut to one. */
    private static long lowmemEnd(MachineDescription machine, List<RamRange> ram) {
        KernelBuild build = machine.kernel().build();
        long pageOffset = build.number("PAGE_OFFSET").orElse(USUAL_PAGE_OFFSET);
        long physOffset = MemoryRanges.startBytes(ram);
        long limit = VMALLOC_END - vmalloc(machine, pageOffset) - pageOffset + physOffset;
        long lowmem = 0;
        long unaligned = 0;
        for (RamRange bank : ram) {
            if (bank.startBytes() < limit) {
                lowmem = Math.max(lowmem, Math.min(limit, bank.endBytes()));
                if (unaligned == 0 && bank.startBytes() % PMD_SIZE != 0) {
                    unaligned = bank.startBytes();
                } else if (unaligned == 0 && bank.endBytes() % PMD_SIZE != 0) {
                    unaligned = lowmem;
                }
            }
        }
        return (unaligned == 0 ? lowmem : unaligned) / PMD_SIZE * PMD_SIZE;
    }

    /** With the hole below it; to 5.13 a size that is given includes the hole. */
    private static long vmalloc(MachineDescription machine, long pageOffset) {
        long hole = machine.kernel().release().isAtLeast(5, 14) ? VMALLOC_OFFSET : 0;
        long most = VMALLOC_END - pageOffset - LEAST_LOWMEM - hole;
        return machine.kernel()
                .options()
                .vmallocBytes()
                .map(bytes -> Math.min(most, Math.max(LEAST_VMALLOC, bytes)) + hole)
                .orElse(VMALLOC_SIZE + VMALLOC_OFFSET);
    }

    @Override
    public long hugePageBytes(MachineDescription machine) {
        return PMD_SIZE;
    }
}
