package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.ZoneExtent;
import dev.plumbline.inspector.reference.zone.ZoneKind;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The pages that a kernel counts when it first builds its zonelists: {@code Total pages} of the boot log.
 *
 * <p>Source: build_all_zonelists, nr_free_zone_pages, mm/page_alloc.c; free_area_init_core, calc_memmap_size, mm/mm_init.c:
 * from 6.10 on every page present; before, less the struct pages of each zone but HighMem, and on x86-64 less what was reserved
 * below 16 MiB (memblock_find_dma_reserve, arch/x86/mm/init.c).
 *
 * @param pages within which bounds
 * @param mobilityGrouping whether pages are grouped by mobility; empty where the number of migrate types decides it
 */
public record PageTotal(Interval pages, Optional<Boolean> mobilityGrouping, String because) {

    /** UNMOVABLE, MOVABLE, RECLAIMABLE and HIGHATOMIC; CMA and ISOLATE by the build. */
    private static final int LEAST_TYPES = 4;

    private static final int MOST_TYPES = 6;
    private static final String LOWEST_ZONE = "DMA";

    /** For a machine as it boots: memory that came later is not counted. */
    public static PageTotal of(DerivedMachine machine) {
        long present = 0;
        long leastMemmap = 0;
        long mostMemmap = 0;
        long lowest = 0;
        OptionalInt known = machine.description().reservations().structPageBytes();
        for (DerivedZone zone : machine.zones()) {
            ZoneExtent extent = zone.extent();
            present += extent.presentPages() - added(machine, extent);
            if (ZoneKind.of(zone.name()) != ZoneKind.HIGHMEM) {
                leastMemmap += memmapPages(machine, extent, known.orElse(BootReservations.LEAST_STRUCT_PAGE));
                mostMemmap += memmapPages(machine, extent, known.orElse(BootReservations.LARGEST_STRUCT_PAGE));
            }
            lowest += zone.name().equals(LOWEST_ZONE) ? extent.presentPages() : 0;
        }
        if (machine.description().kernel().release().isAtLeast(6, 10)) {
            return new PageTotal(
                    Interval.exactly(present), grouping(machine, Interval.exactly(present)), "every page present");
        }
        boolean reserve = machine.description().platform() instanceof X86_64Memory;
        Interval pages = new Interval(present - mostMemmap - (reserve ? lowest : 0), present - leastMemmap);
        String because = "pages present less those for struct page"
                + (known.isPresent() ? "" : ", which has 32 to 96 bytes")
                + (reserve ? ", and less what was reserved below 16 MiB, which no file states" : "");
        return new PageTotal(pages, grouping(machine, pages), because);
    }

    private static long added(DerivedMachine machine, ZoneExtent extent) {
        return machine.description().added().stream()
                .filter(a -> a.node() == extent.node() && a.zone().equals(extent.zone()))
                .mapToLong(a ->
                        (a.endBytes() - a.startBytes()) / machine.description().pageBytes())
                .sum();
    }

    /** Zones with large holes count what is present alone, with sparse memory. */
    private static long memmapPages(DerivedMachine machine, ZoneExtent extent, int structPage) {
        boolean sparse = machine.description().kernel().build().has("SPARSEMEM");
        long present = extent.presentPages();
        boolean holes = extent.spannedPages() > present + (present >> 4);
        long counted = sparse && holes ? present : extent.spannedPages();
        return Math.min(present, machine.description().pfnUp(counted * structPage));
    }

    private static Optional<Boolean> grouping(DerivedMachine machine, Interval pages) {
        long block = 1L << machine.pageblockOrder();
        if (pages.least() >= block * MOST_TYPES) {
            return Optional.of(true);
        }
        return pages.most() < block * LEAST_TYPES ? Optional.of(false) : Optional.empty();
    }
}
