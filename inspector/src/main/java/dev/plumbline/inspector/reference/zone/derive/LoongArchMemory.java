package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of LoongArch.
 *
 * <p>Source: paging_init (arch_zone_limits_init of 7.0), arch/loongarch/mm/init.c; early_parse_mem,
 * arch/loongarch/kernel/setup.c; read in 6.1 and 7.0.
 */
record LoongArchMemory() implements Platform {

    private static final long DMA32_END = 4L << 30;
    private static final int PHYSICAL_BITS = 48;
    private static final int ENTRY_BYTES = 8;

    @Override
    public String machine() {
        return "loongarch64";
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(16, 4, 64);
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return PHYSICAL_BITS;
    }

    /** {@code mem=nn} keeps the lowest memory of that amount, {@code mem=nn@ss} replaces firmware's map. */
    @Override
    public List<RamRange> memory(MachineDescription machine) {
        List<RamRange> ram = MemoryRanges.merged(machine.memory().ram());
        List<RamRange> banks = new ArrayList<>();
        for (MemoryEdit edit : machine.kernel().options().edits()) {
            if (edit instanceof MemoryEdit.Limit limit) {
                ram = MemoryRanges.firstBytes(ram, limit.bytes());
            } else if (edit instanceof MemoryEdit.Bank bank) {
                banks.add(RamRange.ram(bank.startBytes(), bank.startBytes() + bank.sizeBytes()));
            }
        }
        return banks.isEmpty() ? ram : MemoryRanges.merged(banks);
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        List<ZoneEnd> zones = new ArrayList<>();
        if (machine.kernel().build().has("ZONE_DMA32")) {
            zones.add(new ZoneEnd("DMA32", machine.pfnDown(DMA32_END)));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(MemoryRanges.endBytes(ram))));
        return zones;
    }

    @Override
    public long hugePageBytes(MachineDescription machine) {
        return machine.pageBytes() * machine.pageBytes() / ENTRY_BYTES;
    }
}
