package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of 64-bit PowerPC.
 *
 * <p>Source: paging_init, arch/powerpc/mm/mem.c; early_parse_mem, arch/powerpc/kernel/prom.c; MAX_PHYSMEM_BITS,
 * arch/powerpc/include/asm/book3s/64/mmu.h; read in 6.1 and 6.12.
 *
 * @param machine {@code ppc64le} or {@code ppc64}
 */
record PowerMemory(String machine) implements Platform {

    private static final long DMA_END = 2L << 30;
    private static final int PHYSICAL_BITS = 51;
    private static final long RADIX_PMD = 2L << 20;

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(64, 4);
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return PHYSICAL_BITS;
    }

    /** {@code mem=} is an amount, rounded up to a page. */
    @Override
    public List<RamRange> memory(MachineDescription machine) {
        List<RamRange> ram = MemoryRanges.merged(machine.memory().ram());
        for (MemoryEdit edit : machine.kernel().options().edits()) {
            if (edit instanceof MemoryEdit.Limit limit) {
                ram = MemoryRanges.firstBytes(ram, machine.pfnUp(limit.bytes()) * machine.pageBytes());
            }
        }
        return ram;
    }

    /** Only builds for devices that reach 31 bits alone have a DMA zone. */
    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        long end = MemoryRanges.endBytes(ram);
        List<ZoneEnd> zones = new ArrayList<>();
        if (machine.kernel().build().isYes("ZONE_DMA")) {
            zones.add(new ZoneEnd("DMA", machine.pfnDown(Math.min(DMA_END, end))));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(end)));
        return zones;
    }

    @Override
    public int maxOrder(int pageKib) {
        return pageKib == 64 ? 8 : 12;
    }

    /** With the radix MMU; the hashed one has 16 MiB. */
    @Override
    public long hugePageBytes(MachineDescription machine) {
        return machine.kernel().options().has("disable_radix") ? 16L << 20 : RADIX_PMD;
    }
}
