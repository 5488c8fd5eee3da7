package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * Physical memory of 32-bit x86: lowmem ends where the vmalloc area, the windows to highmem and the fixed mappings begin.
 *
 * <p>Source: zone_sizes_init, arch/x86/mm/init.c; find_low_pfn_range, parse_highmem, arch/x86/mm/init_32.c; parse_vmalloc,
 * arch/x86/mm/pgtable_32.c; arch/x86/include/asm/pgtable_32_areas.h (pgtable_32_types.h to 5.10) and fixmap.h; read in 5.10,
 * 6.1 and 6.12.
 */
record I386Memory() implements Platform {

    private static final long DMA_END = 16L << 20;
    private static final long NONPAE_END = 4L << 30;
    private static final long PAE_END = 64L << 30;
    private static final long LEAST_LOWMEM = 64L << 20;
    private static final long USUAL_PAGE_OFFSET = 0xc0000000L;
    private static final long VMALLOC_RESERVE = 128L << 20;
    private static final long VMALLOC_OFFSET = 8L << 20;
    private static final long FIXADDR_TOP = 0xfffff000L;
    private static final long PAGE = 4096;
    /** FIX_BTMAP: 8 slots of 64 pages, moved up so that one page table holds them all. */
    private static final long BOOT_MAPPINGS = 512;
    /** Entries of enum fixed_addresses besides the kmap slots: I/O APICs (64), and some thirty single ones. */
    private static final long SINGLE_FIXMAPS = 100;

    private static final long KMAP_SLOTS = 16;
    private static final long KMAP_SLOTS_DEBUGGED = 33;
    /** struct cpu_entry_area, in pages: GDT, entry stack, TSS with its I/O bitmaps, double fault stack. */
    private static final long ENTRY_AREA_PAGES = 41;

    private static final long USUAL_CPUS = 8;

    @Override
    public String machine() {
        return "i386";
    }

    @Override
    public List<Integer> pageSizesKib() {
        return List.of(4);
    }

    /** PAE reaches 36 bits; from 6.15 on no kernel takes more than 4 GiB (HIGHMEM64G was removed). */
    @Override
    public int physicalBits(Kernel kernel) {
        boolean large = isPae(kernel.build()) && !kernel.release().isAtLeast(6, 15);
        return large ? 36 : 32;
    }

    private static boolean isPae(KernelBuild build) {
        return build.has("X86_PAE");
    }

    @Override
    public List<RamRange> memory(MachineDescription machine) {
        long end = 1L << physicalBits(machine.kernel());
        List<RamRange> all =
                E820.ram(machine.memory().ranges(), machine.kernel().options().edits());
        return MemoryRanges.without(all, end, Long.MAX_VALUE);
    }

    @Override
    public List<ZoneEnd> zones(MachineDescription machine, List<RamRange> ram) {
        KernelBuild build = machine.kernel().build();
        long archEnd = isPae(build) ? PAE_END : NONPAE_END;
        long maxBytes = Math.min(archEnd, MemoryRanges.endBytes(ram));
        boolean highmem =
                build.isUnknown() || build.isYes("HIGHMEM") || build.isYes("HIGHMEM4G") || build.isYes("HIGHMEM64G");
        long lowBytes = lowmemEnd(machine, maxBytes, highmem);
        List<ZoneEnd> zones = new ArrayList<>();
        if (build.has("ZONE_DMA")) {
            zones.add(new ZoneEnd("DMA", machine.pfnDown(Math.min(DMA_END, lowBytes))));
        }
        zones.add(new ZoneEnd("Normal", machine.pfnDown(lowBytes)));
        if (highmem) {
            zones.add(new ZoneEnd("HighMem", machine.pfnDown(highEnd(machine, maxBytes, lowBytes))));
        }
        return zones;
    }

    private static long lowmemEnd(MachineDescription machine, long maxBytes, boolean highmem) {
        long most = maxLowmem(machine, highmem);
        long asked = machine.kernel().options().highmemBytes().orElse(0L) / PAGE * PAGE;
        if (maxBytes > most) {
            return most;
        }
        boolean granted = highmem && asked < maxBytes && maxBytes - asked >= LEAST_LOWMEM;
        return granted ? maxBytes - asked : maxBytes;
    }

    /** {@code highmem=} below what there is leaves the rest unused. */
    private static long highEnd(MachineDescription machine, long maxBytes, long lowBytes) {
        boolean given = machine.kernel().options().highmemBytes().isPresent();
        long asked = machine.kernel().options().highmemBytes().orElse(0L) / PAGE * PAGE;
        return given && lowBytes + asked < maxBytes ? lowBytes + asked : maxBytes;
    }

    /** MAXMEM: VMALLOC_END less PAGE_OFFSET less the vmalloc area. */
    private static long maxLowmem(MachineDescription machine, boolean highmem) {
        KernelBuild build = machine.kernel().build();
        long table = isPae(build) ? 2L << 20 : 4L << 20;
        long pageOffset = build.number("PAGE_OFFSET").orElse(USUAL_PAGE_OFFSET);
        long reserve = machine.kernel()
                .options()
                .vmallocBytes()
                .map(bytes -> bytes + VMALLOC_OFFSET)
                .orElse(VMALLOC_RESERVE);
        long entryAreas =
                below(FIXADDR_TOP - fixedPages(build) * PAGE - (cpus(build) * ENTRY_AREA_PAGES + 1) * PAGE, table);
        long ldt = below(entryAreas - PAGE, table);
        long pkmap = below(ldt - PAGE, table);
        long vmallocEnd = (highmem ? pkmap : ldt) - 2 * PAGE;
        return (vmallocEnd - pageOffset - reserve) / PAGE * PAGE;
    }

    private static long below(long address, long alignment) {
        return address / alignment * alignment;
    }

    private static long fixedPages(KernelBuild build) {
        long slots = build.isYes("DEBUG_KMAP_LOCAL") ? KMAP_SLOTS_DEBUGGED : KMAP_SLOTS;
        long permanent = SINGLE_FIXMAPS + slots * cpus(build);
        long aligned = (permanent + BOOT_MAPPINGS - 1) / BOOT_MAPPINGS * BOOT_MAPPINGS;
        return aligned + BOOT_MAPPINGS + 1;
    }

    private static long cpus(KernelBuild build) {
        return build.number("NR_CPUS").orElse(USUAL_CPUS);
    }

    @Override
    public long hugePageBytes(MachineDescription machine) {
        return isPae(machine.kernel().build()) ? 2L << 20 : 4L << 20;
    }
}
