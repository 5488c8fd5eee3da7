package dev.plumbline.inspector.reference.zone.buddy;

import java.util.List;

/**
 * What differs between kernel releases in how pages are allocated and freed.
 *
 * <p>Each option names the source and the release that were read. Distributions backport, so that a release's name says which of
 * the sets to try first and no more.
 *
 * @param release the release whose source has all of this together, such as {@code 6.12}
 * @param fallback what an allocation does whose own lists are empty
 * @param perCpu how per-CPU lists grow and shrink
 * @param listsMatchPageblocks whether a free block always stands in the list of its pageblock's type: merging at pageblock order and
 *     above changes the buddy's type, and a page leaves a per-CPU list for its pageblock's list. Before, it left for the list of the
 *     type that it had when it came (__free_one_page(), free_pcppages_bulk(), mm/page_alloc.c: 6.12 yes, 6.1 no)
 * @param countsEachBlock whether NR_FREE_PAGES is changed for every block taken, not once for a whole refill (account_freepages()
 *     in page_del_and_expand(), mm/page_alloc.c: 6.12; rmqueue_bulk(): 6.1)
 * @param smallHighatomicReserve whether a zone of which 1 % is less than a pageblock reserves none, and others whole pageblocks up
 *     to 1 %; before, one pageblock more than 1 % (reserve_highatomic_pageblock(), mm/page_alloc.c: 6.12 against 6.1)
 * @param highatomicSkipsRefill whether a high-order atomic allocation that finds its per-CPU list empty goes to the reserve without
 *     filling the list, and the reserve grows only by blocks from the free areas (__rmqueue_pcplist(), rmqueue_buddy(),
 *     mm/page_alloc.c: 7.2)
 * @param reservesMerge whether blocks of HIGHATOMIC and CMA pageblocks merge with others, isolated ones alone being kept apart
 *     (__free_one_page(), mm/page_alloc.c: 5.10; no longer in 6.1)
 * @param reserveIsLastResort whether a request that cannot wait gets what the HIGHATOMIC reserve has when all else fails
 *     (rmqueue_buddy(), mm/page_alloc.c: 6.1.176, not 5.10)
 */
public record KernelRules(
        String release,
        FallbackRule fallback,
        PerCpuRule perCpu,
        boolean listsMatchPageblocks,
        boolean countsEachBlock,
        boolean smallHighatomicReserve,
        boolean highatomicSkipsRefill,
        boolean reservesMerge,
        boolean reserveIsLastResort) {

    /** Linux 5.10 with its stable updates (5.10.223 read). */
    public static final KernelRules V5_10 = new KernelRules(
            "5.10", FallbackRule.MOVE_LARGEST, PerCpuRule.SINGLE_PAGES, false, false, false, false, true, false);

    /** Linux 6.1 with its stable updates (6.1.176 read). */
    public static final KernelRules V6_1 = new KernelRules(
            "6.1", FallbackRule.MOVE_LARGEST, PerCpuRule.FREE_FACTOR, false, false, false, false, false, true);

    /** Linux 6.12 with its stable updates (6.12.107 read). */
    public static final KernelRules V6_12 = new KernelRules(
            "6.12", FallbackRule.CLAIM_OR_STEAL, PerCpuRule.ADAPTIVE, true, true, true, false, false, true);

    /** Linux 6.16 to 6.18: 7.2 without what came in 6.19 and later. */
    public static final KernelRules V6_18 = new KernelRules(
            "6.18", FallbackRule.CLAIM_OR_STEAL, PerCpuRule.ADAPTIVE_LONG_RUN, true, true, true, false, false, true);

    /** Linux 7.2 (7.2.13 read). */
    public static final KernelRules V7_2 = new KernelRules(
            "7.2", FallbackRule.CLAIM_OR_STEAL, PerCpuRule.ADAPTIVE_IN_BATCHES, true, true, true, true, false, true);

    /** All sets, oldest first. */
    public static final List<KernelRules> ALL = List.of(V5_10, V6_1, V6_12, V6_18, V7_2);

    /** The highest order below huge pages that has per-CPU lists: {@code PAGE_ALLOC_COSTLY_ORDER} from 5.14 on. */
    int perCpuOrder() {
        return perCpu == PerCpuRule.SINGLE_PAGES ? 0 : PerCpuLists.COSTLY_ORDER;
    }

    /** Whether {@code high} moves. */
    public boolean adaptsHigh() {
        return perCpu != PerCpuRule.SINGLE_PAGES && perCpu != PerCpuRule.FREE_FACTOR;
    }

    /** What an allocation does whose own lists are empty. */
    public enum FallbackRule {
        /**
         * The largest block of another type moves to the list of the type asked for, with the other free blocks of its pageblock where
         * that may be stolen from; the allocation then starts anew (steal_suitable_fallback(), mm/page_alloc.c: 6.1).
         */
        MOVE_LARGEST,
        /**
         * From the largest order down a pageblock is claimed whole, if half of it is free or of compatible use; failing all, the
         * smallest sufficient block of another type is taken and the rest left where it was (__rmqueue_claim(), __rmqueue_steal(),
         * mm/page_alloc.c: 6.12.107, 7.2).
         */
        CLAIM_OR_STEAL
    }

    /** How per-CPU lists grow and shrink. */
    public enum PerCpuRule {
        /**
         * Single pages alone, three lists; whenever {@code high} pages are reached a batch goes back, taken from the lists in turns
         * (free_unref_page_commit(), free_pcppages_bulk(), mm/page_alloc.c: 5.10).
         */
        SINGLE_PAGES,
        /** One mark, {@code high}; what is given back doubles with every drain in a row (nr_pcp_free(), mm/page_alloc.c: 6.1). */
        FREE_FACTOR,
        /**
         * {@code high} moves between two limits; refills double with every one in a row, drains follow the number of pages freed in a
         * row (nr_pcp_alloc(), nr_pcp_high(), nr_pcp_free(), mm/page_alloc.c: 6.12).
         */
        ADAPTIVE,
        /**
         * As {@link #ADAPTIVE}, but a run of high-order frees drains the lists only after half of {@code high_min} pages and a batch
         * (free_frozen_page_commit(), mm/page_alloc.c: the change is of 6.16; read in 7.2).
         */
        ADAPTIVE_LONG_RUN,
        /**
         * As {@link #ADAPTIVE_LONG_RUN}, and drains go in steps of one batch (free_frozen_page_commit(), mm/page_alloc.c: the change is of
         * 6.19; read in 7.2).
         */
        ADAPTIVE_IN_BATCHES
    }
}
