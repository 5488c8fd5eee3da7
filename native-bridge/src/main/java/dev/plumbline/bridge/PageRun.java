package dev.plumbline.bridge;

/**
 * Neighbouring pages of one process that are alike, as PAGEMAP_SCAN tells them.
 *
 * @param start first address
 * @param end first address behind the last page
 * @param categories bits of {@code PAGE_IS_*}, include/uapi/linux/fs.h
 */
public record PageRun(long start, long end, long categories) {

    static final long PRESENT = 8;
    static final long SWAPPED = 16;
    static final long ZERO = 32;
    static final long HUGE = 64;

    /** Whether the pages are in RAM. */
    public boolean present() {
        return (categories & PRESENT) != 0;
    }

    /** Whether they are in swap, or under migration. */
    public boolean swapped() {
        return (categories & SWAPPED) != 0;
    }

    /** Whether they are the zero page, which is present and counts as nobody's memory. */
    public boolean zero() {
        return (categories & ZERO) != 0;
    }

    /** Whether entries larger than a base page map them. */
    public boolean huge() {
        return (categories & HUGE) != 0;
    }
}
