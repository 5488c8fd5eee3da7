package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/**
 * How large the per-CPU lists of a zone are. The rule changed three times and was carried back, so what a kernel prints tells
 * which one it has, and its version only where nothing is printed.
 *
 * <p>Source: zone_batchsize, zone_highsize, zone_set_pageset_high_and_batch, mm/page_alloc.c of 5.10, 6.1, 6.12 and 7.0.
 */
public enum PcpRule {
    /** To 5.13: high is six batches. */
    SIX_BATCHES("high is six batches (to 5.13)"),
    /** 5.14 to 6.6: high is the low watermark, divided among the CPUs. */
    LOW_WATERMARK("high is the low watermark divided among the CPUs (5.14 to 6.6)"),
    /** 6.7 to 6.17: high moves between that and an eighth of the zone. */
    WINDOW("high moves between the low watermark and an eighth of the zone, divided among the CPUs (6.7 to 6.17)"),
    /** From 6.18 on: the same with smaller batches. */
    SMALL_BATCH_WINDOW("high moves as since 6.7, batches are at most 256 KiB (from 6.18 on)");

    private static final long MOST_BATCH_KIB = 1024;
    private static final long MOST_SMALL_BATCH_KIB = 256;
    private static final long HIGH_MAX_FRACTION = 8;

    private final String words;

    PcpRule(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** The rule of a version. */
    public static PcpRule of(KernelRelease release) {
        if (release.isAtLeast(6, 18)) {
            return SMALL_BATCH_WINDOW;
        }
        if (release.isAtLeast(6, 7)) {
            return WINDOW;
        }
        return release.isAtLeast(5, 14) ? LOW_WATERMARK : SIX_BATCHES;
    }

    /** The rules that a kernel can have; only some of those with a window print its bounds. */
    public static List<PcpRule> candidates(boolean printsBounds) {
        return printsBounds ? List.of(WINDOW, SMALL_BATCH_WINDOW) : List.of(values());
    }

    /** Whether {@code high} moves between two bounds. */
    public boolean isWindow() {
        return this == WINDOW || this == SMALL_BATCH_WINDOW;
    }

    /**
     * The batch as it is printed.
     *
     * @param managedPages of the zone when it was computed
     * @param highFraction {@code percpu_pagelist_fraction} of 5.13 and older, 0 for none; later it does not concern the batch
     */
    public long batch(long managedPages, int pageKib, long highFraction) {
        if (this == SIX_BATCHES && highFraction != 0) {
            long shift = 10L + Integer.numberOfTrailingZeros(pageKib);
            return Math.min(shift * 8, Math.max(1, managedPages / highFraction / 4));
        }
        return Math.max(1, rawBatch(managedPages, pageKib));
    }

    private long rawBatch(long managedPages, int pageKib) {
        long batch;
        if (this == SMALL_BATCH_WINDOW) {
            batch = Math.min(managedPages >> 12, MOST_SMALL_BATCH_KIB / pageKib);
            if (batch <= 1) {
                return 1;
            }
        } else {
            batch = Math.max(1, Math.min(managedPages >> 10, MOST_BATCH_KIB / pageKib) / 4);
        }
        return Long.highestOneBit(batch + batch / 2) - 1;
    }

    /**
     * {@code high}, or the lower bound of it where it moves.
     *
     * @param lowPages the low watermark
     * @param cpus online CPUs of the node, or all of them if it has none
     */
    public long highMin(long managedPages, long lowPages, int cpus, int pageKib, long highFraction) {
        if (this == SIX_BATCHES) {
            return highFraction != 0 ? managedPages / highFraction : 6 * rawBatch(managedPages, pageKib);
        }
        long pages = highFraction == 0 ? lowPages : managedPages / highFraction;
        return Math.max(pages / cpus, 4 * batch(managedPages, pageKib, 0));
    }

    /** The upper bound of {@code high}: {@link #highMin} where it does not move. */
    public long highMax(long managedPages, long lowPages, int cpus, int pageKib, long highFraction) {
        if (!isWindow() || highFraction != 0) {
            return highMin(managedPages, lowPages, cpus, pageKib, highFraction);
        }
        return Math.max(managedPages / HIGH_MAX_FRACTION / cpus, 4 * batch(managedPages, pageKib, 0));
    }
}
