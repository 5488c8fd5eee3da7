package dev.plumbline.inspector.reference.zone.buddy;

/**
 * {@code NR_FREE_PAGES} of a zone as the kernel shows it: behind the truth by what a CPU has not yet handed over.
 *
 * <p>A CPU keeps a difference of its own and adds it to the zone's counter once its size is above a threshold. Interrupts off, one
 * CPU: the differences of the others stand still.
 *
 * <p>Source: __mod_zone_page_state(), mm/vmstat.c; account_freepages(), mm/page_alloc.c (6.12).
 */
final class FreePageCount {

    private final int threshold;
    private long shown;
    private int difference;
    private long freeCma;
    private long freeHighatomic;

    /**
     * @param threshold pages that a CPU keeps to itself at most; 0 where the kernel has no per-CPU differences (no {@code
     *     CONFIG_SMP})
     */
    FreePageCount(int threshold) {
        this.threshold = threshold;
    }

    void add(int pages, int type) {
        if (type == MigrateType.ISOLATE.number()) {
            return;
        }
        int sum = difference + pages;
        if (sum > threshold || sum < -threshold) {
            shown += sum;
            sum = 0;
        }
        difference = sum;
        if (type >= MigrateType.PCP_TYPES) {
            if (type == MigrateType.CMA.number()) {
                freeCma += pages;
            } else {
                freeHighatomic += pages;
            }
        }
    }

    /** CMA pages alone: a refill of old kernels counts all its pages in one step afterwards. */
    void addCma(int pages) {
        freeCma += pages;
    }

    /** Starts from a recorded counter: {@code shown} pages in the zone's counter, {@code held} in this CPU's difference. */
    void set(long shownPages, int held) {
        shown = shownPages;
        difference = held;
    }

    long shown() {
        return shown;
    }

    long exact() {
        return shown + difference;
    }

    long freeCma() {
        return freeCma;
    }

    long freeHighatomic() {
        return freeHighatomic;
    }
}
