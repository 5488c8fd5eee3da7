package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/** What an architecture decides about physical memory: one implementation an architecture. */
public sealed interface Platform
        permits X86_64Memory,
                I386Memory,
                Aarch64Memory,
                ArmMemory,
                RiscvMemory,
                S390xMemory,
                PowerMemory,
                MipsMemory,
                LoongArchMemory {

    /** As {@code uname -m} names it. */
    String machine();

    /** Base page sizes that the architecture can have, in KiB; the usual one first. */
    List<Integer> pageSizesKib();

    /** How many bits a physical address can have with this kernel. */
    int physicalBits(Kernel kernel);

    /**
     * The RAM that the kernel takes over: the map with the command line's changes and with what the kernel itself trims.
     *
     * @param machine with a map of {@link PhysicalMap.Stage#FIRMWARE}
     */
    List<RamRange> memory(MachineDescription machine);

    /**
     * The zones below Movable, lowest first, and where each ends at most: what the architecture hands to free_area_init.
     *
     * @param ram what {@link #memory} gave, ascending, whole pages
     */
    List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram);

    /** The buddy allocator's highest order where the build does not set one. */
    default int maxOrder(int pageKib) {
        return 10;
    }

    /** The size of a huge page at the level above the last: HPAGE_SIZE, PMD_SIZE. */
    long hugePageBytes(MachineDescription machine);

    /**
     * A zone that the kernel was built with.
     *
     * @param zone its name
     * @param endPfn first frame that cannot be in it; 0 for a zone that stays empty
     */
    record ZoneEnd(String zone, long endPfn) {}
}
