package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Whether a zone may give pages to a request: enough left above the mark, and a block of the size.
 *
 * <p>Source: zone_watermark_fast(), __zone_watermark_ok(), __zone_watermark_unusable_free(), mm/page_alloc.c (6.1, 6.12, 7.2).
 */
final class WatermarkTest {

    private final ZoneMarks marks;
    private final long[] reserves;
    private final BuddyZone zone;
    private final FreePageCount count;
    private final Boost boost;
    private final HighatomicReserve highatomic;
    private final boolean freeHighatomicAlone;
    private final boolean remembersBelowHigh;
    private boolean belowHigh;

    WatermarkTest(
            ZoneMarks marks,
            BuddyZone zone,
            FreePageCount count,
            Boost boost,
            HighatomicReserve highatomic,
            KernelRules rules) {
        this.marks = marks;
        this.zone = zone;
        this.count = count;
        this.boost = boost;
        this.highatomic = highatomic;
        reserves = marks.reserves();
        freeHighatomicAlone = rules.countsEachBlock();
        remembersBelowHigh = rules.adaptsHigh();
    }

    /** Whether the first attempt succeeds: above the low watermark. */
    boolean aboveLow(int order, int highest, int flags) {
        return aboveHigh(order, highest, flags) || above(marks.low() + boost.pages(), order, highest, flags);
    }

    /** Whether the last attempt succeeds: above the min watermark, less what the request may take of it. */
    boolean aboveMin(int order, int highest, int flags) {
        return aboveHigh(order, highest, flags)
                || above(marks.min() + boost.pages(), order, highest, flags)
                || (boost.pages() > 0 && order == 0 && ignoresBoost(flags) && above(marks.min(), 0, highest, flags));
    }

    /**
     * From 6.7 on, requests look at the high watermark first, until one of them is refused by it.
     *
     * <p>Source: ZONE_BELOW_HIGH in get_page_from_freelist(), mm/page_alloc.c (6.12, 7.2).
     */
    private boolean aboveHigh(int order, int highest, int flags) {
        if (!remembersBelowHigh || belowHigh) {
            return false;
        }
        belowHigh = !above(marks.high() + boost.pages(), order, highest, flags);
        return !belowHigh;
    }

    /** Whether a request was refused by the high watermark, and no drain has brought the zone above it since. */
    boolean belowHigh() {
        return belowHigh;
    }

    /** Per-CPU lists were emptied into the free areas. */
    void drained() {
        if (belowHigh && above(marks.high() + boost.pages(), 0, ZoneClass.MOVABLE.number(), 0)) {
            belowHigh = false;
        }
    }

    /** __GFP_ATOMIC, or what became of it: the min watermark without the boost will do for a single page. */
    private static boolean ignoresBoost(int flags) {
        return AllocFlags.has(flags, AllocFlags.MIN_RESERVE) && AllocFlags.has(flags, AllocFlags.NON_BLOCK);
    }

    private boolean above(long mark, int order, int highest, int flags) {
        long min = mark;
        if (AllocFlags.has(flags, AllocFlags.MIN_RESERVE)) {
            min -= min / 2;
            if (AllocFlags.has(flags, AllocFlags.NON_BLOCK)) {
                min -= min / 4;
            }
        }
        if (count.shown() - unusable(order, flags) <= min + reserves[highest]) {
            return false;
        }
        return order == 0 || hasBlock(order, flags);
    }

    private long unusable(int order, int flags) {
        long pages = (1L << order) - 1;
        if (!AllocFlags.has(flags, AllocFlags.RESERVES)) {
            pages += freeHighatomicAlone ? count.freeHighatomic() : highatomic.pages();
        }
        if (!AllocFlags.has(flags, AllocFlags.CMA)) {
            pages += count.freeCma();
        }
        return pages;
    }

    private boolean hasBlock(int order, int flags) {
        for (int type = 0; type < MigrateType.PCP_TYPES; type++) {
            if (zone.hasFreeFrom(order, type)) {
                return true;
            }
        }
        if (AllocFlags.has(flags, AllocFlags.CMA) && zone.hasFreeFrom(order, MigrateType.CMA.number())) {
            return true;
        }
        return AllocFlags.has(flags, AllocFlags.HIGHATOMIC) && zone.hasFreeFrom(order, MigrateType.HIGHATOMIC.number());
    }
}
