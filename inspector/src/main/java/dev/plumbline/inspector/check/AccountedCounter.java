package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KpageFlag;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The kernel's counters that page flags bear out, and which frames they count. Where flags leave it open whether a frame is
 * counted, the counter lies between those that surely are and those that may be.
 *
 * <p>Source: stable_page_flags, fs/proc/page.c; include/linux/page-flags.h; and where flag and counter change together:
 * update_lru_size, include/linux/mm_inline.h; mlock_folio, mm/mlock.c; account_slab, mm/slab.h; pagetable_pte_ctor,
 * include/linux/mm.h; __folio_add_rmap, mm/rmap.c; __folio_start_writeback and folio_account_dirtied, mm/page-writeback.c;
 * shmem_add_to_page_cache, mm/shmem.c; __add_to_swap_cache, mm/swap_state.c. Read in 5.10, 6.1, 6.12 and 6.18.
 *
 * @param title what it counts, for people and as the end of a subject
 * @param ofZone whether the kernel counts it by zone; else by node
 * @param counters the counters of zoneinfo whose sum it is
 * @param surely the frames that it surely counts
 * @param perhaps the frames that it may count
 */
record AccountedCounter(
        String title, boolean ofZone, List<String> counters, LongPredicate surely, LongPredicate perhaps) {

    /** The multi-generational LRU keeps active and inactive apart without a flag, so their sum is what frames bear out. */
    private static final List<AccountedCounter> OF_ZONES = List.of(
            exact(
                    "pages on anonymous LRU lists",
                    true,
                    List.of("nr_zone_inactive_anon", "nr_zone_active_anon"),
                    w -> isOnLists(w) && !KpageFlag.UNEVICTABLE.in(w) && KpageFlag.SWAPBACKED.in(w)),
            exact(
                    "pages on file LRU lists",
                    true,
                    List.of("nr_zone_inactive_file", "nr_zone_active_file"),
                    w -> isOnLists(w) && !KpageFlag.UNEVICTABLE.in(w) && !KpageFlag.SWAPBACKED.in(w)),
            exact(
                    "unevictable pages",
                    true,
                    List.of("nr_zone_unevictable"),
                    w -> isOnLists(w) && KpageFlag.UNEVICTABLE.in(w)),
            exact("mlocked pages", true, List.of("nr_mlock"), w -> KpageFlag.MLOCKED.in(w) && !KpageFlag.HUGE.in(w)));

    private static final List<AccountedCounter> OF_NODES = List.of(
            // large kmallocs are counted as slab and carry no flag of it (kmalloc_large_node, mm/slab_common.c)
            new AccountedCounter(
                    "slab pages",
                    false,
                    List.of("nr_slab_reclaimable", "nr_slab_unreclaimable"),
                    KpageFlag.SLAB::in,
                    w -> KpageFlag.SLAB.in(w) || isKernelsOwn(w)),
            exact("page-table pages", false, List.of("nr_page_table_pages"), KpageFlag.PGTABLE::in),
            // of a large page perhaps only some are mapped; the flag stands on all
            new AccountedCounter(
                    "mapped anonymous pages",
                    false,
                    List.of("nr_anon_pages"),
                    w -> isMappedAnon(w) && !isCompound(w),
                    AccountedCounter::isMappedAnon),
            new AccountedCounter(
                    "mapped file pages",
                    false,
                    List.of("nr_mapped"),
                    w -> isMappedFile(w) && !isCompound(w),
                    AccountedCounter::isMappedFile),
            exact(
                    "shared memory pages",
                    false,
                    List.of("nr_shmem"),
                    w -> KpageFlag.SWAPBACKED.in(w)
                            && !KpageFlag.ANON.in(w)
                            && !KpageFlag.SWAPCACHE.in(w)
                            && !KpageFlag.HUGE.in(w)),
            // memory without a backing store, as that of ramfs, is dirty and not counted
            new AccountedCounter(
                    "dirty pages",
                    false,
                    List.of("nr_dirty"),
                    w -> false,
                    w -> KpageFlag.DIRTY.in(w) && !KpageFlag.SWAPBACKED.in(w) && !KpageFlag.HUGE.in(w)),
            exact("pages under writeback", false, List.of("nr_writeback"), KpageFlag.WRITEBACK::in),
            exact("pages in the swap cache", false, List.of("nr_swapcached"), KpageFlag.SWAPCACHE::in));

    /** All of them: those of zones, then those of nodes. */
    static final List<AccountedCounter> ALL =
            Stream.of(OF_ZONES, OF_NODES).flatMap(List::stream).toList();

    AccountedCounter {
        counters = List.copyOf(counters);
    }

    private static AccountedCounter exact(String title, boolean ofZone, List<String> counters, LongPredicate exactly) {
        return new AccountedCounter(title, ofZone, counters, exactly, exactly);
    }

    private static boolean isOnLists(long word) {
        return KpageFlag.LRU.in(word) && !KpageFlag.HUGE.in(word);
    }

    private static boolean isCompound(long word) {
        return KpageFlag.COMPOUND_HEAD.in(word) || KpageFlag.COMPOUND_TAIL.in(word);
    }

    private static boolean isMappedAnon(long word) {
        return KpageFlag.MMAP.in(word) && KpageFlag.ANON.in(word) && !KpageFlag.HUGE.in(word);
    }

    private static boolean isMappedFile(long word) {
        return KpageFlag.MMAP.in(word) && !KpageFlag.ANON.in(word) && !KpageFlag.HUGE.in(word);
    }

    /** In use, and of no kind that a flag names. */
    private static boolean isKernelsOwn(long word) {
        return !KpageFlag.RESERVED.in(word)
                && !KpageFlag.BUDDY.in(word)
                && !KpageFlag.LRU.in(word)
                && !KpageFlag.PGTABLE.in(word)
                && !KpageFlag.HUGE.in(word)
                && !KpageFlag.OFFLINE.in(word)
                && !KpageFlag.MMAP.in(word);
    }
}
