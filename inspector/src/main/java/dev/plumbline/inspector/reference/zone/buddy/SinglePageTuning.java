package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Per-CPU lists of single pages with one fixed mark: a batch comes, a batch goes.
 *
 * <p>Source: free_unref_page_commit(), __rmqueue_pcplist(), mm/page_alloc.c (5.10.223).
 */
final class SinglePageTuning implements PerCpuTuning {

    private final int batch;
    private final int high;

    SinglePageTuning(PerCpuLimits limits) {
        batch = limits.batch();
        high = limits.highMin();
    }

    @Override
    public void set(PerCpuState state) {}

    @Override
    public PerCpuState state() {
        return new PerCpuState(high, 0, 0, 0, false);
    }

    @Override
    public void beforeTake() {}

    @Override
    public int refill(int order, int pages, boolean belowHigh) {
        return batch;
    }

    @Override
    public int giveBack(int order, int pages, boolean belowHigh) {
        return pages >= high ? batch : 0;
    }

    @Override
    public int drainStep() {
        return Integer.MAX_VALUE;
    }
}
