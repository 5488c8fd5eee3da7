package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Per-CPU lists with one fixed mark.
 *
 * <p>Source: nr_pcp_free(), nr_pcp_high(), free_unref_page_commit(), __rmqueue_pcplist(), mm/page_alloc.c (6.1.176).
 */
final class FreeFactorTuning implements PerCpuTuning {

    private final int batch;
    private final int high;
    private int freeFactor;

    FreeFactorTuning(PerCpuLimits limits) {
        batch = limits.batch();
        high = limits.highMin();
    }

    @Override
    public void set(PerCpuState state) {
        freeFactor = state.freeFactor();
    }

    @Override
    public PerCpuState state() {
        return new PerCpuState(high, freeFactor, 0, 0, false);
    }

    @Override
    public void beforeTake() {
        freeFactor >>= 1;
    }

    @Override
    public int refill(int order, int pages, boolean belowHigh) {
        return batch > 1 ? Math.max(batch >> order, 2) : batch;
    }

    @Override
    public int giveBack(int order, int pages, boolean belowHigh) {
        boolean all = freeFactor != 0 && order != 0 && order <= PerCpuLists.COSTLY_ORDER;
        if (all) {
            return pages;
        }
        if (pages < high) {
            return 0;
        }
        if (high < batch) {
            return 1;
        }
        int most = high - batch;
        int wanted = batch << freeFactor;
        if (wanted < most && freeFactor < PerCpuState.SCALE_MAX) {
            freeFactor++;
        }
        return most < batch ? most : Math.max(batch, Math.min(wanted, most));
    }

    @Override
    public int drainStep() {
        return Integer.MAX_VALUE;
    }
}
