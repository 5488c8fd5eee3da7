package dev.plumbline.inspector.reference.zone;

/**
 * How many pages of a counter one CPU may keep to itself before it adds them to what is printed.
 *
 * <p>Source: calculate_normal_threshold and __mod_zone_page_state, mm/vmstat.c, read in 5.10, 6.1, 6.12 and 6.18. While kswapd
 * works the kernel lowers the threshold of zones for the time being, and not what a CPU has kept already.
 */
public final class StatThreshold {

    private static final int BLOCK_SHIFT = 27;
    private static final long MOST = 125;

    private StatThreshold() {}

    /**
     * The threshold of a zone, in pages.
     *
     * @param managedPages of the zone
     * @param pageShift log2 of the page size, at most 27
     * @param cpus online
     */
    public static long normal(long managedPages, int pageShift, int cpus) {
        long blocks = managedPages >>> (BLOCK_SHIFT - pageShift);
        return Math.min(MOST, 2L * bits(cpus) * (1 + bits(blocks)));
    }

    /** The kernel's fls. */
    private static int bits(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }
}
