package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Puts a zone into a recorded state, before anything is asked of it: free lists, per-CPU lists, pageblock types, counters.
 *
 * <p>Lists are given in list order, each block going behind the last.
 */
public final class ZoneStart {

    private final BuddyZone zone;
    private final FreePageCount count;
    private final PerCpuLists[] pcp;
    private final PerCpuTuning[] tuning;

    ZoneStart(BuddyZone zone, FreePageCount count, PerCpuLists[] pcp, PerCpuTuning[] tuning) {
        this.zone = zone;
        this.count = count;
        this.pcp = pcp;
        this.tuning = tuning;
    }

    /**
     * A free block.
     *
     * @throws IllegalArgumentException if the zone does not span it, it is not aligned to its size, or its first frame is listed
     */
    public void free(long pfn, int order, MigrateType type) {
        int index = place(pfn, order);
        zone.add(index, order, type.number(), true);
        count.add(1 << order, type.number());
    }

    /**
     * A page on a CPU's list.
     *
     * @param list {@code 3 * order + type} up to order 3, then two of huge pages
     * @throws IllegalArgumentException as for free blocks
     */
    public void onPcp(int cpu, int list, long pfn) {
        if (list < 0 || list >= PerCpuLists.LISTS) {
            throw new IllegalArgumentException("per-CPU list " + list + ": 0 to " + (PerCpuLists.LISTS - 1) + " exist");
        }
        int order = pcp[cpu].orderOf(list);
        pcp[cpu].addLast(list, order, place(pfn, order));
    }

    private int place(long pfn, int order) {
        int index = zone.indexOf(pfn);
        if (order < 0 || order > zone.geometry().maxOrder() || (pfn & (1L << order) - 1) != 0) {
            throw new IllegalArgumentException("frame 0x%x does not start a block of order %d".formatted(pfn, order));
        }
        zone.indexOf(pfn + (1L << order) - 1);
        if (!zone.isNothing(index)) {
            throw new IllegalArgumentException("frame 0x%x is listed twice".formatted(pfn));
        }
        return index;
    }

    /** The type of the pageblock that holds a frame. */
    public void pageblock(long pfn, MigrateType type) {
        zone.setBlockType(zone.indexOf(pfn), type.number());
    }

    /** What steers a CPU's refills and drains. */
    public void pcpState(int cpu, PerCpuState state) {
        tuning[cpu].set(state);
    }

    /**
     * NR_FREE_PAGES as shown: it may differ from the pages on the free lists by what the CPU at work holds back.
     *
     * @param shownPages the zone's counter
     * @param heldPages the CPU's difference, to be added to it in time
     */
    public void freePages(long shownPages, int heldPages) {
        count.set(shownPages, heldPages);
    }
}
