package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Per-CPU lists whose mark moves between two limits with the load.
 *
 * <p>Source: nr_pcp_alloc(), nr_pcp_high(), nr_pcp_free(), free_unref_page_commit(), mm/page_alloc.c (6.12.107);
 * free_frozen_page_commit() (7.2.13).
 */
final class AdaptiveTuning implements PerCpuTuning {

    private final PerCpuLimits limits;
    private final boolean inBatches;
    private int high;
    private int allocFactor;
    private int freeCount;
    private boolean previousFreeWasHighOrder;

    AdaptiveTuning(PerCpuLimits limits, boolean inBatches) {
        this.limits = limits;
        this.inBatches = inBatches;
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
    public int refill(int order, int pages) {
        clampHigh();
        int base = limits.batch();
        if (high < base) {
            return 1;
        }
        int batch = order == 0 ? base << allocFactor : base;
        if (limits.highMin() != limits.highMax()) {
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
    public int giveBack(int order, int pages) {
        allocFactor >>= 1;
        boolean all = false;
        if (order != 0 && order <= PerCpuLists.COSTLY_ORDER) {
            all = freeCount >= runForDrain()
                    && previousFreeWasHighOrder
                    && (!limits.keepsBatch() || pages >= limits.batch());
            previousFreeWasHighOrder = true;
        } else {
            previousFreeWasHighOrder = false;
        }
        if (freeCount < limits.batch() << PerCpuState.SCALE_MAX) {
            freeCount += 1 << order;
        }
        int mark = mark(pages, all);
        return pages < mark ? 0 : pagesToFree(pages, mark, all);
    }

    private int runForDrain() {
        return inBatches ? limits.batch() + limits.highMin() / 2 : limits.batch();
    }

    private int mark(int pages, boolean all) {
        clampHigh();
        if (high == 0) {
            return 0;
        }
        if (all) {
            high = Math.max(high - (limits.batch() << PerCpuState.SCALE_MAX), limits.highMin());
            return 0;
        }
        int mark = high;
        if (limits.highMin() != limits.highMax() && pages >= mark) {
            int needed = freeCount + limits.batch();
            if (high < needed) {
                high = needed;
                clampHigh();
            }
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
        return inBatches ? limits.batch() : Integer.MAX_VALUE;
    }
}
