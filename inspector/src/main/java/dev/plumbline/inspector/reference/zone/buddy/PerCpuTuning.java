package dev.plumbline.inspector.reference.zone.buddy;

/** When a CPU's lists are filled and emptied, and by how much. */
sealed interface PerCpuTuning permits FreeFactorTuning, AdaptiveTuning {

    static PerCpuTuning of(KernelRules.PerCpuRule rule, PerCpuLimits limits) {
        return switch (rule) {
            case FREE_FACTOR -> new FreeFactorTuning(limits);
            case ADAPTIVE -> new AdaptiveTuning(limits, false);
            case ADAPTIVE_IN_BATCHES -> new AdaptiveTuning(limits, true);
        };
    }

    /** The state to go on from. */
    void set(PerCpuState state);

    /** The state now. */
    PerCpuState state();

    /** A page is about to be taken from the lists. */
    void beforeTake();

    /** Blocks of this order to fill an empty list with, {@code pages} being on all lists. */
    int refill(int order, int pages);

    /** A block of this order was put to a list; {@code pages} are on all lists, it included. Returns pages to give back, 0 for none. */
    int giveBack(int order, int pages);

    /** The most that is given back under one hold of the zone's lock. */
    int drainStep();
}
