package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of s390x.
 *
 * <p>Source: paging_init, arch/s390/mm/init.c (MAX_DMA_ADDRESS is 2 GiB whatever the size of RAM); {@code mem=},
 * arch/s390/boot/ipl_parm.c, is an address; HPAGE_SHIFT, arch/s390/include/asm/page.h; read in 6.1 and 6.12.
 */
record S390xMemory() implements Platform {

    private static final long DMA_END = 2L << 30;
    private static final int PHYSICAL_BITS = 53;

    @Override
    public String machine() {
        return "s390x";
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4);
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return PHYSICAL_BITS;
    }

    @Override
    public List<RamRange> memory(MachineDescription machine) {
        List<RamRange> ram = MemoryRanges.merged(machine.memory().ram());
        for (MemoryEdit edit : machine.kernel().options().edits()) {
            if (edit instanceof MemoryEdit.Limit limit && limit.bytes() > 0) {
                ram = MemoryRanges.without(
                        ram, limit.bytes() / machine.pageBytes() * machine.pageBytes(), Long.MAX_VALUE);
            }
        }
        return ram;
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        List<ZoneEnd> zones = new ArrayList<>();
        if (machine.kernel().build().has("ZONE_DMA")) {
            zones.add(new ZoneEnd("DMA", machine.pfnDown(DMA_END)));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(MemoryRanges.endBytes(ram))));
        return zones;
    }

    @Override
    public long hugePageBytes(MachineDescription machine) {
        return 1L << 20;
    }
}
