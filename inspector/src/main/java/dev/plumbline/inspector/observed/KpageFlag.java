package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits of an entry of {@code /proc/kpageflags}.
 *
 * <p>Source: include/uapi/linux/kernel-page-flags.h for bits 0 to 26, include/linux/kernel-page-flags.h for 32 and up, which
 * the kernel exports to root without promising them; {@code stable_page_flags}, fs/proc/page.c (read at 6.13).
 */
public enum KpageFlag {
    LOCKED(0),
    /** No longer set by newer kernels. */
    ERROR(1),
    REFERENCED(2),
    UPTODATE(3),
    DIRTY(4),
    LRU(5),
    ACTIVE(6),
    SLAB(7),
    WRITEBACK(8),
    RECLAIM(9),
    /** Free in the buddy allocator: every frame of a free block, not only its first. */
    BUDDY(10),
    MMAP(11),
    ANON(12),
    SWAPCACHE(13),
    SWAPBACKED(14),
    COMPOUND_HEAD(15),
    COMPOUND_TAIL(16),
    /** Part of a hugetlb page. */
    HUGE(17),
    UNEVICTABLE(18),
    HWPOISON(19),
    /** The frame has no {@code struct page}: a hole, or memory that is offline. */
    NOPAGE(20),
    KSM(21),
    /** Part of a transparent huge page; in newer kernels of any large folio that can be mapped. */
    THP(22),
    /** Given away or logically offline; BALLOON before 5.1. */
    OFFLINE(23),
    ZERO_PAGE(24),
    IDLE(25),
    /** In use as a page table; tables from boot memory lack it. */
    PGTABLE(26),
    RESERVED(32),
    MLOCKED(33),
    /** MAPPEDTODISK in older kernels. */
    OWNER_2(34),
    PRIVATE(35),
    PRIVATE_2(36),
    OWNER_PRIVATE(37),
    ARCH(38),
    UNCACHED(39),
    SOFTDIRTY(40),
    ARCH_2(41),
    ARCH_3(42);

    private final int bit;

    KpageFlag(int bit) {
        this.bit = bit;
    }

    /** The bit's number. */
    public int bit() {
        return bit;
    }

    /** A word with this bit alone. */
    public long mask() {
        return 1L << bit;
    }

    /** Whether a frame's word has the bit. */
    public boolean in(long flags) {
        return (flags >>> bit & 1) != 0;
    }

    /** The flags that are set in a frame's word, by rising bit; bits without a name are left out. */
    public static List<KpageFlag> of(long flags) {
        List<KpageFlag> set = new ArrayList<>();
        for (KpageFlag flag : values()) {
            if (flag.in(flags)) {
                set.add(flag);
            }
        }
        return List.copyOf(set);
    }

    /** All bits that have a name. */
    static long known() {
        long all = 0;
        for (KpageFlag flag : values()) {
            all |= flag.mask();
        }
        return all;
    }
}
