package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Per-CPU lists whose mark moves between two limits with the load.
 *
 * <p>Source: nr_pcp_alloc(), nr_pcp_high(), nr_pcp_free(), free_unref_page_commit(), mm/page_alloc.c (6.12.107);
 * free_frozen_page_commit() (7.2.13).
 */
final class AdaptiveTuning implements PerCpuTuning {

    private final PerCpuLimits limits;
    private final int runForDrain;
    private final int drainStep;
    private int high;
    private int allocFactor;
    private int freeCount;
    private boolean previousFreeWasHighOrder;

    /**
     * @param runForDrain pages freed in a row after which high-order frees empty the lists
     * @param drainStep most pages of one drain
     */
    AdaptiveTuning(PerCpuLimits limits, int runForDrain, int drainStep) {
        this.limits = limits;
        this.runForDrain = runForDrain;
        this.drainStep = drainStep;
        high = limits.highMin();
    }

    @Override
    public void set(PerCpuState state) {
        high = state.high();
        allocFactor = state.allocFactor();
        freeCount = state.freeCount();
        previousFreeWasHighOrder = state.previousFreeWasHighOrder();
    }

    @Override
    public PerCpuState state() {
        return new PerCpuState(high, 0, allocFactor, freeCount, previousFreeWasHighOrder);
    }

    @Override
    public void beforeTake() {
        freeCount >>= 1;
    }

    private void clampHigh() {
        high = Math.max(limits.highMin(), Math.min(high, limits.highMax()));
    }

    @Override
    public int refill(int order, int pages, boolean belowHigh) {
        clampHigh();
        int base = limits.batch();
        if (high < base) {
            return 1;
        }
        int batch = order == 0 ? base << allocFactor : base;
        if (limits.highMin() != limits.highMax() && !belowHigh) {
            high = Math.min(high + batch, limits.highMax());
        }
        if (order == 0) {
            int most = Math.max(high - pages - base, base);
            if (batch <= most && allocFactor < PerCpuState.SCALE_MAX) {
                allocFactor++;
            }
            batch = Math.min(batch, most);
        }
        return batch > 1 ? Math.max(batch >> order, 2) : batch;
    }

    @Override
    public int giveBack(int order, int pages, boolean belowHigh) {
        allocFactor >>= 1;
        boolean all = false;
        if (order != 0 && order <= PerCpuLists.COSTLY_ORDER) {
            all = freeCount >= runForDrain
                    && previousFreeWasHighOrder
                    && (!limits.keepsBatch() || pages >= limits.batch());
            previousFreeWasHighOrder = true;
        } else {
            previousFreeWasHighOrder = false;
        }
        if (freeCount < limits.batch() << PerCpuState.SCALE_MAX) {
            freeCount += 1 << order;
        }
        int mark = mark(pages, all, belowHigh);
        return pages < mark ? 0 : pagesToFree(pages, mark, all);
    }

    private int mark(int pages, boolean all, boolean belowHigh) {
        clampHigh();
        if (high == 0) {
            return 0;
        }
        if (all) {
            high = Math.max(high - (limits.batch() << PerCpuState.SCALE_MAX), limits.highMin());
            return 0;
        }
        if (limits.highMin() == limits.highMax()) {
            return high;
        }
        int mark = high;
        if (belowHigh) {
            high = Math.max(high - Math.max(freeCount, limits.batch()), limits.highMin());
            return Math.max(pages, limits.highMin());
        }
        if (pages >= mark && high < freeCount + limits.batch()) {
            high = freeCount + limits.batch();
            clampHigh();
        }
        return mark;
    }

    private int pagesToFree(int pages, int mark, boolean all) {
        int batch = limits.batch();
        if (all) {
            return Math.min(pages, batch << PerCpuState.SCALE_MAX);
        }
        if (mark < batch) {
            return 1;
        }
        int most = mark - batch;
        return most < batch ? most : Math.max(batch, Math.min(freeCount, most));
    }

    @Override
    public int drainStep() {
        return drainStep;
    }
}
