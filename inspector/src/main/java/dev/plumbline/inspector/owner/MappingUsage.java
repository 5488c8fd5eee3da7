package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.SmapsVma;

/**
 * What smaps says a whole mapping costs.
 *
 * <p>Source: {@code __show_smap}, fs/proc/task_mmu.c. Pss is a sum of fractions that is cut to KiB in each mapping, so that
 * smaps_rollup, which cuts once, may be larger by less than a KiB for each mapping.
 */
public final class MappingUsage {

    private MappingUsage() {}

    /** The mapping's cost; a field that the kernel does not print (Swap without CONFIG_SWAP) counts as nothing. */
    public static Usage of(SmapsVma mapping) {
        return new Usage(
                bytes(mapping, "Rss"),
                bytes(mapping, "Pss"),
                bytes(mapping, "Swap"),
                bytes(mapping, "AnonHugePages") + bytes(mapping, "ShmemPmdMapped") + bytes(mapping, "FilePmdMapped"),
                bytes(mapping, "Shared_Hugetlb") + bytes(mapping, "Private_Hugetlb"));
    }

    private static long bytes(SmapsVma mapping, String field) {
        return mapping.sizeKib(field).orElse(0) << 10;
    }
}
