package dev.plumbline.inspector.reference.zone;

import java.util.List;

/**
 * How many page blocks of a zone /proc/pagetypeinfo counts: it goes from the zone's first frame in steps of a block and
 * counts a step where the frame has a struct page that belongs to the zone.
 *
 * <p>Source: pagetypeinfo_showblockcount_print, mm/vmstat.c; pfn_to_online_page, mm/memory_hotplug.c, and pfn_section_valid,
 * include/linux/mmzone.h: every frame of a section, or of a subsection where memory can be hot-plugged, has a struct page if any of
 * it is RAM.
 */
public final class PageblockCount {

    /** Whose the struct pages of holes are. */
    public enum Holes {
        /**
         * The zone of the range of RAM behind them, the last ones that before them (init_unavailable_range, mm/mm_init.c). The kernel
         * logs how many pages of each zone there were.
         */
        NEIGHBOUR,
        /**
         * Nobody wrote them, and all zeros is the first zone of node 0: a flat memory map up to 5.13 (CONFIG_FLAT_NODE_MEM_MAP, for
         * which init_unavailable_range, mm/page_alloc.c of 5.10, is empty).
         */
        FIRST_ZONE
    }

    private final List<NodeMemory> memory;
    private final long granulePages;
    private final Holes holes;

    /**
     * A counter.
     *
     * @param memory every range of RAM, ascending
     * @param granulePages frames that have struct pages together, a memory section or a subsection; 0 where the whole of memory
     *     has (FLATMEM)
     */
    public PageblockCount(List<NodeMemory> memory, long granulePages, Holes holes) {
        this.memory = List.copyOf(memory);
        this.granulePages = granulePages;
        this.holes = holes;
    }

    /**
     * Counts.
     *
     * @param zone its first frame and its span
     * @param first whether it is the first zone of node 0
     * @param order of a page block
     */
    public long of(ZoneExtent zone, boolean first, int order) {
        long count = 0;
        long end = zone.startPfn() + zone.spannedPages();
        int behind = 0;
        for (long pfn = zone.startPfn(); pfn < end; pfn += 1L << order) {
            while (behind < memory.size() && memory.get(behind).endPfn() <= pfn) {
                behind++;
            }
            if (hasStructPage(pfn, behind) && belongs(pfn, behind, zone, first)) {
                count++;
            }
        }
        return count;
    }

    private boolean belongs(long pfn, int behind, ZoneExtent zone, boolean first) {
        boolean hole = behind == memory.size() || memory.get(behind).startPfn() > pfn;
        if (hole && holes == Holes.FIRST_ZONE) {
            return first;
        }
        int owner = Math.min(behind, memory.size() - 1);
        return owner >= 0 && memory.get(owner).node() == zone.node();
    }

    /** The ranges on either side are the only ones that can share its granule. */
    private boolean hasStructPage(long pfn, int behind) {
        if (granulePages == 0) {
            return true;
        }
        long granule = pfn / granulePages;
        boolean next = behind < memory.size() && memory.get(behind).startPfn() / granulePages <= granule;
        boolean previous = behind > 0 && (memory.get(behind - 1).endPfn() - 1) / granulePages >= granule;
        return next || previous;
    }
}
