package dev.plumbline.inspector.reference.zone;

import java.util.List;

/**
 * How many page blocks of a zone /proc/pagetypeinfo counts: it goes from the zone's first frame in steps of a block and
 * counts a step where the frame has a struct page that belongs to the zone.
 *
 * <p>Source: pagetypeinfo_showblockcount_print, mm/vmstat.c; pfn_to_online_page, mm/memory_hotplug.c: with sparse memory
 * every frame of a section that has RAM has a struct page; memmap_init, mm/mm_init.c: holes are given to the zone of the
 * range behind them, the last to that before it.
 */
public final class PageblockCount {

    private final List<NodeMemory> memory;
    private final long sectionPages;

    /**
     * A counter.
     *
     * @param memory every range of RAM, ascending
     * @param sectionPages frames of a memory section; 0 where the whole of memory has struct pages (FLATMEM)
     */
    public PageblockCount(List<NodeMemory> memory, long sectionPages) {
        this.memory = List.copyOf(memory);
        this.sectionPages = sectionPages;
    }

    /**
     * Counts.
     *
     * @param zone its first frame and its span
     * @param order of a page block
     */
    public long of(ZoneExtent zone, int order) {
        long count = 0;
        long end = zone.startPfn() + zone.spannedPages();
        int behind = 0;
        for (long pfn = zone.startPfn(); pfn < end; pfn += 1L << order) {
            while (behind < memory.size() && memory.get(behind).endPfn() <= pfn) {
                behind++;
            }
            int owner = Math.min(behind, memory.size() - 1);
            if (owner >= 0 && memory.get(owner).node() == zone.node() && hasStructPage(pfn, behind)) {
                count++;
            }
        }
        return count;
    }

    /** The ranges on either side are the only ones that can share its section. */
    private boolean hasStructPage(long pfn, int behind) {
        if (sectionPages == 0) {
            return true;
        }
        long section = pfn / sectionPages;
        boolean next = behind < memory.size() && memory.get(behind).startPfn() / sectionPages <= section;
        boolean previous = behind > 0 && (memory.get(behind - 1).endPfn() - 1) / sectionPages >= section;
        return next || previous;
    }
}
