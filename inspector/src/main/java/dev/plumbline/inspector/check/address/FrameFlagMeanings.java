package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.observed.KpageFlag;

/** What each flag of /proc/kpageflags says of a frame, in a few words (Documentation/admin-guide/mm/pagemap.rst). */
final class FrameFlagMeanings {

    private FrameFlagMeanings() {}

    /** A short phrase. */
    static String of(KpageFlag flag) {
        return switch (flag) {
            case LOCKED -> "locked for I/O";
            case ERROR -> "an I/O error occurred";
            case REFERENCED -> "used since last looked at";
            case UPTODATE -> "contents valid";
            case DIRTY -> "to be written back";
            case LRU -> "on a reclaim list";
            case ACTIVE -> "on the active list";
            case SLAB -> "of the slab allocator";
            case WRITEBACK -> "being written back";
            case RECLAIM -> "to be reclaimed after writeback";
            case BUDDY -> "free";
            case MMAP -> "mapped by a process";
            case ANON -> "anonymous";
            case SWAPCACHE -> "has a place in swap";
            case SWAPBACKED -> "goes to swap, not to a file";
            case COMPOUND_HEAD -> "first frame of a compound page";
            case COMPOUND_TAIL -> "inside a compound page";
            case HUGE -> "of hugetlbfs";
            case UNEVICTABLE -> "not reclaimable";
            case HWPOISON -> "hardware error, never used again";
            case NOPAGE -> "no struct page";
            case KSM -> "shared by same-page merging; 6.12 says so of every anonymous frame";
            case THP -> "of a transparent huge page or large folio";
            case OFFLINE -> "logically offline or given to the hypervisor";
            case ZERO_PAGE -> "the page of zeros";
            case IDLE -> "not used since marked idle";
            case PGTABLE -> "a page table";
            case RESERVED -> "kept from the allocator";
            case MLOCKED -> "locked by mlock";
            case OWNER_2 -> "its owner's second flag";
            case PRIVATE -> "has private data of its owner";
            case PRIVATE_2 -> "has more private data";
            case OWNER_PRIVATE -> "its owner's flag";
            case ARCH -> "architecture's flag";
            case UNCACHED -> "mapped uncached";
            case SOFTDIRTY -> "soft-dirty";
            case ARCH_2 -> "architecture's second flag";
            case ARCH_3 -> "architecture's third flag";
        };
    }
}
