package dev.plumbline.bridge;

/** Receives a process's pagemap in blocks, in ascending unsigned address order. */
@FunctionalInterface
public interface PagemapVisitor {

    /**
     * One block of entries. Entries that are zero but for the soft-dirty bit 55 are left out. The arrays are reused after
     * the call returns.
     *
     * @param addresses page-aligned virtual addresses
     * @param entries the raw 64-bit pagemap entry of each (Documentation/admin-guide/mm/pagemap.rst)
     * @param count how many of both are valid
     */
    void block(long[] addresses, long[] entries, int count);
}
