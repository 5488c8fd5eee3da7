package dev.plumbline.inspector.reference.zone.derive;

/**
 * How far each CPU's part of a zone's counters may run ahead before it is added to the whole: {@code vm stats threshold}.
 *
 * <p>Source: calculate_normal_threshold, calculate_pressure_threshold, mm/vmstat.c of 5.10, 6.1, 6.12 and 7.0.
 */
public final class StatThreshold {

    private static final int MOST = 125;
    /** The size of a zone counts in units of 128 MiB. */
    private static final int UNIT_SHIFT = 27;

    private StatThreshold() {}

    /**
     * While kswapd sleeps.
     *
     * @param managedPages of the zone
     * @param cpus online CPUs of the whole machine
     */
    public static int normal(long managedPages, int cpus, int pageKib) {
        long units = managedPages >> (UNIT_SHIFT - 10 - Integer.numberOfTrailingZeros(pageKib));
        return Math.min(MOST, 2 * bits(cpus) * (1 + bits(units)));
    }

    /**
     * While kswapd of the node is awake: all CPUs together must not hide the distance between two watermarks.
     *
     * @param minPages WMARK_MIN
     * @param lowPages WMARK_LOW
     */
    public static int pressure(long minPages, long lowPages, int cpus) {
        return (int) Math.min(MOST, Math.max(1, (lowPages - minPages) / cpus));
    }

    /** The kernel's fls: how many bits a number needs. */
    private static int bits(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }
}
