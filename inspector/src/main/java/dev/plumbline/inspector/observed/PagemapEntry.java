package dev.plumbline.inspector.observed;

import java.util.OptionalLong;

/**
 * The bits of a raw entry of {@code /proc/PID/pagemap}, the same on 32-bit and 64-bit kernels.
 *
 * <p>Source: Documentation/admin-guide/mm/pagemap.rst; the {@code PM_} bits of fs/proc/task_mmu.c (read at 7.0).
 */
public final class PagemapEntry {

    private static final long PFN_MASK = (1L << 55) - 1;
    private static final int SOFT_DIRTY = 55;
    private static final int EXCLUSIVE = 56;
    private static final int UFFD_WP = 57;
    private static final int GUARD = 58;
    private static final int FILE_OR_SHARED = 61;
    private static final int SWAPPED = 62;
    private static final int PRESENT = 63;
    private static final int SWAP_TYPE_BITS = 5;

    private PagemapEntry() {}

    /** Whether a page is present in RAM. */
    public static boolean present(long entry) {
        return bit(entry, PRESENT);
    }

    /** Whether the page is in swap, or under migration. Never together with {@link #present}. */
    public static boolean swapped(long entry) {
        return bit(entry, SWAPPED);
    }

    /**
     * The raw frame field, bits 0 to 54. Zero means unknown for a present page, unless the reader has
     * {@code CAP_SYS_ADMIN}: the kernel blanks it for everyone else. Meaningful where {@link #present}.
     */
    public static long pfnField(long entry) {
        return entry & PFN_MASK;
    }

    /** The frame of a present page; empty where the page is not present or the kernel did not show its frame. */
    public static OptionalLong pfn(long entry) {
        long field = pfnField(entry);
        return present(entry) && field != 0 ? OptionalLong.of(field) : OptionalLong.empty();
    }

    /** Whether the page belongs to a file or to shared anonymous memory (3.5 and later). */
    public static boolean fileOrShared(long entry) {
        return bit(entry, FILE_OR_SHARED);
    }

    /** Whether the page is mapped exactly once (4.2 and later). */
    public static boolean exclusive(long entry) {
        return bit(entry, EXCLUSIVE);
    }

    /** Whether the page was written since soft-dirty bits were last cleared (3.11 and later). */
    public static boolean softDirty(long entry) {
        return bit(entry, SOFT_DIRTY);
    }

    /** Whether userfaultfd write-protects the page (5.13 and later). */
    public static boolean uffdWp(long entry) {
        return bit(entry, UFFD_WP);
    }

    /** Whether a guard region made by {@code MADV_GUARD_INSTALL} covers it (6.15 and later). */
    public static boolean guard(long entry) {
        return bit(entry, GUARD);
    }

    /** Which swap area holds a swapped page; meaningful where {@link #swapped}. */
    public static int swapType(long entry) {
        return (int) (entry & (1L << SWAP_TYPE_BITS) - 1);
    }

    /** Where in that area, in pages. */
    public static long swapOffset(long entry) {
        return (entry & PFN_MASK) >>> SWAP_TYPE_BITS;
    }

    private static boolean bit(long entry, int bit) {
        return (entry >>> bit & 1) != 0;
    }
}
