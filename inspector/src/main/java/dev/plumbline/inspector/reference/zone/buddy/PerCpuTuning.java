package dev.plumbline.inspector.reference.zone.buddy;

/** When a CPU's lists are filled and emptied, and by how much. */
sealed interface PerCpuTuning permits SinglePageTuning, FreeFactorTuning, AdaptiveTuning {

    static PerCpuTuning of(KernelRules.PerCpuRule rule, PerCpuLimits limits) {
        return switch (rule) {
            case SINGLE_PAGES -> new SinglePageTuning(limits);
            case FREE_FACTOR -> new FreeFactorTuning(limits);
            case ADAPTIVE -> new AdaptiveTuning(limits, limits.batch(), Integer.MAX_VALUE);
            case ADAPTIVE_LONG_RUN -> new AdaptiveTuning(limits, longRun(limits), Integer.MAX_VALUE);
            case ADAPTIVE_IN_BATCHES -> new AdaptiveTuning(limits, longRun(limits), limits.batch());
        };
    }

    private static int longRun(PerCpuLimits limits) {
        return limits.batch() + limits.highMin() / 2;
    }

    /** The state to go on from. */
    void set(PerCpuState state);

    /** The state now. */
    PerCpuState state();

    /** A page is about to be taken from the lists. */
    void beforeTake();

    /**
     * Blocks of this order to fill an empty list with, {@code pages} being on all lists.
     *
     * @param belowHigh whether the zone was last found below its high watermark
     */
    int refill(int order, int pages, boolean belowHigh);

    /**
     * A block of this order was put to a list; {@code pages} are on all lists, it included. Returns pages to give back, 0 for none.
     *
     * @param belowHigh whether the zone was last found below its high watermark
     */
    int giveBack(int order, int pages, boolean belowHigh);

    /** The most that is given back under one hold of the zone's lock. */
    int drainStep();
}
