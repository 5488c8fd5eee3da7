package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * The buddy allocator's free blocks by order, rebuilt from which frames are free.
 *
 * <p>Two free blocks of equal order that are each other's buddy are merged when the second is freed (mm/page_alloc.c,
 * __free_one_page, 5.10 to 6.18), and a block of order k starts at a multiple of 2^k. A run of free frames inside a zone can
 * therefore be on the free lists in one way only: cut from its start into the largest blocks that are aligned, fit, and do
 * not exceed the highest order. The one exception, two buddies of pageblock order or above whose migrate types may not be
 * mixed, is {@link UnmergedBuddies}.
 */
public final class FreeListReconstruction {

    private final List<FrameOwners.Extent> extents;
    private final long[][] blocks;
    private int next;
    private long lastEnd;

    /**
     * An empty reconstruction.
     *
     * @param owners which zone a frame belongs to
     * @param spans how many zones those owners were settled for
     * @param orders how many orders there are: MAX_PAGE_ORDER + 1
     */
    public FreeListReconstruction(FrameOwners owners, int spans, int orders) {
        this.extents = owners.extents();
        this.blocks = new long[spans][orders];
    }

    /**
     * Takes a run of free frames; it may cross zones, and whoever scans in pieces may hand one run over in one piece only.
     *
     * @param startPfn first frame; behind the previous run
     * @param endPfn first frame that is not free
     * @throws IllegalArgumentException if runs are not ascending
     */
    public void freeRun(long startPfn, long endPfn) {
        if (startPfn < lastEnd || endPfn < startPfn) {
            throw new IllegalArgumentException("run %d-%d behind %d".formatted(startPfn, endPfn, lastEnd));
        }
        lastEnd = endPfn;
        while (next < extents.size() && extents.get(next).endPfn() <= startPfn) {
            next++;
        }
        for (int i = next; i < extents.size() && extents.get(i).startPfn() < endPfn; i++) {
            FrameOwners.Extent extent = extents.get(i);
            cut(Math.max(startPfn, extent.startPfn()), Math.min(endPfn, extent.endPfn()), blocks[extent.owner()]);
        }
    }

    private static void cut(long start, long end, long[] byOrder) {
        long pfn = start;
        while (pfn < end) {
            int aligned = Long.numberOfTrailingZeros(pfn);
            int fits = 63 - Long.numberOfLeadingZeros(end - pfn);
            int order = Math.min(byOrder.length - 1, Math.min(aligned, fits));
            byOrder[order]++;
            pfn += 1L << order;
        }
    }

    /** Free blocks of a span's zone: of 2^k pages at index k. */
    public List<Long> freeBlocksByOrder(int span) {
        List<Long> counts = new ArrayList<>(blocks[span].length);
        for (long count : blocks[span]) {
            counts.add(count);
        }
        return counts;
    }
}
