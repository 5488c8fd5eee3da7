package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;

/**
 * A level of page tables as the kernel allocates and counts them in {@code mm->pgtables_bytes} (VmPTE). Levels that the
 * kernel folds away are not listed.
 *
 * @param role the kernel's name
 * @param spanShift log2 of the bytes of address space that one table covers
 * @param accounting how it is counted
 * @param populatedAt addresses whose table every process has from its birth, counted, whatever it maps
 */
public record KernelTable(PageTableRole role, int spanShift, Accounting accounting, List<VirtAddr> populatedAt) {

    /** How tables of a level enter VmPTE. */
    public sealed interface Accounting {}

    /**
     * Each table adds a fixed number of bytes: {@code PTRS_PER_xxx * sizeof(xxx_t)}, mm_inc_nr_ptes, mm_inc_nr_pmds and
     * mm_inc_nr_puds in include/linux/mm.h. That may be less than the memory the table occupies.
     */
    public record PerTable(int bytes) implements Accounting {}

    /**
     * A fixed number of tables made with the PGD, and none later (arch/x86/mm/pgtable.c, PREALLOCATED_PMDS and
     * PREALLOCATED_USER_PMDS).
     *
     * @param userTables those of the user's part alone, where processes share the kernel's (SHARED_KERNEL_PMD, before 6.16)
     * @param allTables those of the kernel's part too (since 6.16)
     * @param tablesUnderPti with page-table isolation: all, and those of the kernel's part a second time
     * @param bytes that each adds
     */
    public record Preallocated(int userTables, int allTables, int tablesUnderPti, int bytes) implements Accounting {}

    /** The kernel has no counter for this level (PGD, P4D). */
    public record NotCounted() implements Accounting {}

    /** Copies the list. */
    public KernelTable {
        populatedAt = List.copyOf(populatedAt);
    }

    static KernelTable counted(PageTableRole role, int spanShift, int bytes) {
        return new KernelTable(role, spanShift, new PerTable(bytes), List.of());
    }

    static KernelTable notCounted(PageTableRole role, int spanShift) {
        return new KernelTable(role, spanShift, new NotCounted(), List.of());
    }

    /** Bytes of address space that one table covers. */
    public long spanBytes() {
        return 1L << spanShift;
    }

    /** The start of the span of the table that covers an address. */
    public long spanStart(long virtualAddress) {
        return virtualAddress & -(1L << spanShift);
    }
}
