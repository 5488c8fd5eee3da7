package dev.plumbline.inspector.reference.mmu;

import java.util.List;

/** Control bits by name, for tests that switch a few of them. */
enum X86Bit {
    WP,
    NXE,
    SMEP,
    SMAP,
    AC,
    PSE,
    PAGES_1G,
    PKE,
    PKS;

    /** A processor with exactly these bits, 40 physical address bits and keys that forbid nothing. */
    static X86Control control(X86Bit... set) {
        return control(40, 0, 0, List.of(set));
    }

    static X86Control control(int physicalBits, int pkru, int pkrs, List<X86Bit> set) {
        return new X86Control(
                set.contains(WP),
                set.contains(NXE),
                set.contains(SMEP),
                set.contains(SMAP),
                set.contains(AC),
                set.contains(PSE),
                set.contains(PAGES_1G),
                set.contains(PKE),
                pkru,
                set.contains(PKS),
                pkrs,
                physicalBits,
                X86Control.LINUX_PAT);
    }
}
