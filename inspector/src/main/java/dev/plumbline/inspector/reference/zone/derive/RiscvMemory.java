package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of RISC-V.
 *
 * <p>Source: zone_sizes_init, setup_bootmem, early_mem, arch/riscv/mm/init.c; read in 6.1, 6.12 and 7.0.
 *
 * @param machine {@code riscv64} or {@code riscv32}
 */
record RiscvMemory(String machine) implements Platform {

    private static final long FOUR_GIB = 4L << 30;
    private static final int SV32_PHYSICAL_BITS = 34;
    private static final int PHYSICAL_BITS = 56;

    private boolean is64Bit() {
        return machine.equals("riscv64");
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4);
    }

    @Override
    public int physicalBits(Kernel kernel) {
        return is64Bit() ? PHYSICAL_BITS : SV32_PHYSICAL_BITS;
    }

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
        long end = MemoryRanges.endBytes(ram);
        List<ZoneEnd> zones = new ArrayList<>();
        if (is64Bit() && machine.kernel().build().has("ZONE_DMA32")) {
            zones.add(new ZoneEnd("DMA32", machine.pfnDown(Math.min(FOUR_GIB, end))));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(end)));
        return zones;
    }

    @Override
    public long hugePageBytes(MachineDescription machine) {
        return is64Bit() ? 2L << 20 : 4L << 20;
    }
}
