package dev.plumbline.inspector.reference.zone.buddy;

/**
 * What a CPU remembers beside its lists of pages: the fields of {@code struct per_cpu_pages} that steer refills and drains.
 *
 * <p>Source: include/linux/mmzone.h (6.1: free_factor; 6.12, 7.2: high, alloc_factor, free_count, flags).
 *
 * @param high pages above which some are given back; moves between the limits from 6.7 on
 * @param freeFactor drains in a row, before 6.7
 * @param allocFactor refills in a row, from 6.7
 * @param freeCount pages freed in a row, from 6.7
 * @param previousFreeWasHighOrder whether the last free was of an order from 1 to 3 ({@code PCPF_PREV_FREE_HIGH_ORDER}), from 6.7
 */
public record PerCpuState(int high, int freeFactor, int allocFactor, int freeCount, boolean previousFreeWasHighOrder) {

    /** {@code CONFIG_PCP_BATCH_SCALE_MAX}, 5 unless a kernel is configured otherwise: factors go no further. */
    public static final int SCALE_MAX = 5;

    /** Nothing in a row: the state of a CPU that has been quiet, with {@code high} at its lower limit. */
    public static PerCpuState quiet(PerCpuLimits limits) {
        return new PerCpuState(limits.highMin(), 0, 0, 0, false);
    }

    PerCpuState withHigh(int pages) {
        return new PerCpuState(pages, freeFactor, allocFactor, freeCount, previousFreeWasHighOrder);
    }
}
