package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.KernelTable;

/** Which page directories an i386 PAE kernel makes together with a process's root (arch/x86/mm/pgtable.c). */
public enum Directories {
    /** Those of the user's part; the kernel's are shared (SHARED_KERNEL_PMD, before 6.16 without isolation). */
    USER,
    /** All four ("Preallocate all PAE page tables", 6.16). */
    ALL,
    /** All four, and the kernel's part a second time for the isolated root. */
    ISOLATED;

    int count(KernelTable.Preallocated tables) {
        return switch (this) {
            case USER -> tables.userTables();
            case ALL -> tables.allTables();
            case ISOLATED -> tables.tablesUnderPti();
        };
    }
}
