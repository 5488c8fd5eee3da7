package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of x86-64.
 *
 * <p>Source: zone_sizes_init, arch/x86/mm/init.c; MAX_DMA_PFN and MAX_DMA32_PFN, arch/x86/include/asm/dma.h; MAX_PHYSMEM_BITS,
 * arch/x86/include/asm/sparsemem.h; read in 5.10 to 7.0.
 */
record X86_64Memory() implements Platform {

    private static final long DMA_END = 16L << 20;
    private static final long DMA32_END = 4L << 30;
    private static final long HUGE_PAGE = 2L << 20;

    @Override
    public String machine() {
        return "x86_64";
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4);
    }

    /** Four levels reach 46 bits of RAM, five 52. From 6.17 on every kernel has five, where the processor has them. */
    @Override
    public int physicalBits(Kernel kernel) {
        boolean fiveLevels = kernel.build().isUnknown()
                || kernel.build().isYes("X86_5LEVEL")
                || kernel.release().isAtLeast(6, 17);
        return fiveLevels && !kernel.options().has("no5lvl") ? 52 : 46;
    }

    @Override
    public List<RamRange> memory(MachineDescription machine) {
        return E820.ram(machine.memory().ranges(), machine.kernel().options().edits());
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        long maxPfn = machine.pfnDown(MemoryRanges.endBytes(ram));
        KernelBuild build = machine.kernel().build();
        List<ZoneEnd> zones = new ArrayList<>();
        if (build.has("ZONE_DMA")) {
            zones.add(new ZoneEnd("DMA", Math.min(machine.pfnDown(DMA_END), maxPfn)));
        }
        if (build.has("ZONE_DMA32")) {
            boolean disabled = machine.kernel().options().has("disable_dma32");
            zones.add(new ZoneEnd("DMA32", disabled ? 0 : Math.min(machine.pfnDown(DMA32_END), maxPfn)));
        }
        zones.add(new ZoneEnd("Normal", maxPfn));
        return zones;
    }

    @Override
    public long hugePageBytes(MachineDescription machine) {
        return HUGE_PAGE;
    }
}
