package dev.plumbline.inspector.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of x86 page-table entries that hold no address, by the entry's shape: Intel SDM vol. 3, tables 4-4 to 4-6
 * (32-bit paging), 4-8 to 4-11 (PAE), 4-15 to 4-20 (4-level and 5-level). What the manual calls ignored has the kernel's
 * names (arch/x86/include/asm/pgtable_types.h, 6.1).
 */
final class X86Flags {

    private static final String KERNEL = "arch/x86/include/asm/pgtable_types.h";

    /** What a mode adds in the upper half of an entry. */
    enum Upper {
        /** 32-bit entries have none. */
        NONE,
        /** PAE: XD. */
        PAE,
        /** 4-level and 5-level: two bits of software, the protection key of a leaf, XD. */
        LONG
    }

    private final Upper upper;
    private final String sdm;

    X86Flags(Upper upper, String sdm) {
        this.upper = upper;
        this.sdm = sdm;
    }

    /** An entry that points to a table: A, no D, no G; bit 7 is PS and clear. */
    List<FlagBits> table() {
        List<FlagBits> flags = rights();
        flags.add(new FlagBits("SOFTW1-3", 9, 3, KERNEL));
        addUpper(flags, false);
        return flags;
    }

    /** A 4K page: bit 7 is PAT. */
    List<FlagBits> page() {
        List<FlagBits> flags = rights();
        flags.add(FlagBits.of("D", 6, sdm));
        flags.add(FlagBits.of("PAT", 7, sdm));
        flags.add(FlagBits.of("G", 8, sdm));
        flags.add(new FlagBits("SOFTW1-3", 9, 3, KERNEL));
        addUpper(flags, true);
        return flags;
    }

    /** A larger page: bit 7 is PS and set, PAT is bit 12. */
    List<FlagBits> largePage() {
        List<FlagBits> flags = rights();
        flags.add(FlagBits.of("D", 6, sdm));
        flags.add(FlagBits.of("PS", 7, sdm));
        flags.add(FlagBits.of("G", 8, sdm));
        flags.add(new FlagBits("SOFTW1-3", 9, 3, KERNEL));
        flags.add(FlagBits.of("PAT", 12, sdm));
        addUpper(flags, true);
        return flags;
    }

    /** A page-directory pointer of PAE paging: no rights, no A. */
    List<FlagBits> pointer() {
        return List.of(
                FlagBits.of("P", 0, sdm),
                FlagBits.of("PWT", 3, sdm),
                FlagBits.of("PCD", 4, sdm),
                new FlagBits("SOFTW1-3", 9, 3, sdm));
    }

    private List<FlagBits> rights() {
        return new ArrayList<>(List.of(
                FlagBits.of("P", 0, sdm),
                FlagBits.of("R/W", 1, sdm),
                FlagBits.of("U/S", 2, sdm),
                FlagBits.of("PWT", 3, sdm),
                FlagBits.of("PCD", 4, sdm),
                FlagBits.of("A", 5, sdm)));
    }

    private void addUpper(List<FlagBits> flags, boolean leaf) {
        if (upper == Upper.LONG) {
            flags.add(FlagBits.of("SOFTW5", 57, KERNEL));
            flags.add(FlagBits.of("SOFTW4", 58, KERNEL));
            if (leaf) {
                flags.add(new FlagBits("protection key", 59, 4, sdm + ", 4.6.2"));
            }
        }
        if (upper != Upper.NONE) {
            flags.add(FlagBits.of("XD", 63, sdm));
        }
    }
}
