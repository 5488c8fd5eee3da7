package dev.plumbline.inspector.check.address;

/**
 * Counts runs and blocks among pages that arrive in the order of their addresses.
 *
 * <p>A <em>run</em> is a stretch, as long as it can be, of pages at consecutive addresses in consecutive frames. A run may be
 * of any length and begin anywhere: what a device with one base address can be given. A <em>block</em> of order k is a part
 * of a run, 2^k pages, whose address and whose first frame are both multiples of 2^k pages: what one larger page-table entry
 * could map. Each run is cut into the fewest blocks, from its beginning on the largest that fits.
 */
final class RunTally {

    /** Longer stretches are counted as several blocks of this order. */
    private static final int LARGEST_BLOCK_ORDER = 40;

    private final OrderHistogram runs = new OrderHistogram();
    private final OrderHistogram blocks = new OrderHistogram();
    private long firstPage;
    private long firstPfn;
    private long length;
    private Run longest = Run.NONE;

    /**
     * A run.
     *
     * @param page its first address, in pages
     * @param pfn its first frame
     * @param pages its length
     */
    record Run(long page, long pfn, long pages) {
        static final Run NONE = new Run(0, 0, 0);
    }

    /** The next present page. */
    void page(long page, long pfn) {
        if (length > 0 && page == firstPage + length && pfn == firstPfn + length) {
            length++;
            return;
        }
        close();
        firstPage = page;
        firstPfn = pfn;
        length = 1;
    }

    /** Ends the run that is open, if one is. */
    void close() {
        if (length == 0) {
            return;
        }
        runs.add(order(length), 1, length);
        if (length > longest.pages()) {
            longest = new Run(firstPage, firstPfn, length);
        }
        long done = 0;
        while (done < length) {
            int aligned = Long.numberOfTrailingZeros((firstPage + done) | (firstPfn + done));
            int order = Math.min(Math.min(aligned, order(length - done)), LARGEST_BLOCK_ORDER);
            blocks.add(order, 1, 1L << order);
            done += 1L << order;
        }
        length = 0;
    }

    private static int order(long pages) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(pages);
    }

    OrderHistogram runs() {
        return runs;
    }

    OrderHistogram blocks() {
        return blocks;
    }

    /** The first of the longest; of no pages without any. */
    Run longest() {
        return longest;
    }
}
