package dev.plumbline.inspector.arch;

/** The kernel's names for the levels of a page table, lowest first (include/linux/pgtable.h). */
public enum PageTableRole {
    /** Page table entries. */
    PTE,
    /** Page middle directory. */
    PMD,
    /** Page upper directory. */
    PUD,
    /** Fourth-level directory, between PGD and PUD. */
    P4D,
    /** Page global directory: the root, whatever the number of levels. */
    PGD
}
