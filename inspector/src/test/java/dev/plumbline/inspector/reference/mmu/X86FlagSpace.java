package dev.plumbline.inspector.reference.mmu;

import static dev.plumbline.inspector.reference.mmu.X86Tables.A;
import static dev.plumbline.inspector.reference.mmu.X86Tables.D;
import static dev.plumbline.inspector.reference.mmu.X86Tables.P;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PS;
import static dev.plumbline.inspector.reference.mmu.X86Tables.RW;
import static dev.plumbline.inspector.reference.mmu.X86Tables.TWO_LEVEL;
import static dev.plumbline.inspector.reference.mmu.X86Tables.US;
import static dev.plumbline.inspector.reference.mmu.X86Tables.XD;

import dev.plumbline.inspector.arch.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which flags a permission run combines in a paging mode, on processors with 36 physical address bits. No combination has
 * more than one reserved bit, and bits that are reserved in large pages alone are set there alone.
 *
 * @param keys whether protection keys take part, which 4-level and 5-level paging have
 */
record X86FlagSpace(Architecture mode, boolean keys) {

    private static final int PHYSICAL_BITS = 36;
    private static final long BEYOND = 1L << 51 | 1L << 36;
    private static final long IN_PAGE = 1L << 13;
    private static final long IN_4M_PAGE = 1L << 21 | 1L << 17;

    /** Keys 0 and 1 open, key 2 shut to everything: a table's bits 62:59 are not a key and must not be taken for one. */
    private static final int KEY_2_SHUT = 3 << 4;

    /** Set while CR4.PKE is clear: all keys but 0 shut. */
    private static final int ALL_SHUT = -4;

    boolean wide() {
        return mode != TWO_LEVEL;
    }

    /** Implicit accesses take part where SMAP does. */
    boolean implicit() {
        return !wide();
    }

    /** A PAE pointer has no R/W; 32-bit paging has nothing above the directory. */
    List<Boolean> writableAbove() {
        return wide() && mode != PAE ? List.of(true, false) : List.of(true);
    }

    List<Integer> keyValues() {
        return keys ? List.of(0, 1) : List.of(0);
    }

    /** The processors. */
    List<X86Control> controls() {
        List<X86Bit> switched = new ArrayList<>(List.of(X86Bit.WP, X86Bit.NXE));
        if (mode == PAE) {
            switched.add(X86Bit.SMEP);
        }
        if (mode == TWO_LEVEL) {
            switched.addAll(List.of(X86Bit.SMEP, X86Bit.SMAP, X86Bit.AC, X86Bit.PSE));
        }
        List<X86Control> controls = new ArrayList<>();
        for (int set = 0; set < 1 << switched.size(); set++) {
            List<X86Bit> bits = new ArrayList<>();
            for (int i = 0; i < switched.size(); i++) {
                if ((set >>> i & 1) != 0) {
                    bits.add(switched.get(i));
                }
            }
            controls.add(X86Bit.control(PHYSICAL_BITS, ALL_SHUT, ALL_SHUT, bits));
            if (keys) {
                bits.add(X86Bit.PKE);
                for (int rights = 0; rights < 4; rights++) {
                    controls.add(X86Bit.control(PHYSICAL_BITS, KEY_2_SHUT | rights << 2, ALL_SHUT, bits));
                }
            }
        }
        return controls;
    }

    X86Expectation expectation(X86Control control) {
        long everywhere = wide() ? BEYOND | (control.nxe() ? 0 : XD) : 0;
        long page = wide() ? IN_PAGE : control.pse() ? IN_4M_PAGE : 0;
        return new X86Expectation(control, wide(), keys, everywhere, everywhere | page, everywhere);
    }

    long[] directoryEntries(X86Control control) {
        long page = wide() ? IN_PAGE : control.pse() ? IN_4M_PAGE : 0;
        return subsets(RW | US | A | D | P | PS | page | (wide() ? BEYOND | XD : 0))
                .filter(pde -> (pde & PS) != 0 || (pde & page) == 0)
                .toArray();
    }

    long[] tableEntries() {
        return subsets(RW | US | A | D | P | (wide() ? BEYOND | XD : 0)).toArray();
    }

    boolean legal(X86Control control, long pde, long pte) {
        long reserved = (wide() ? BEYOND | IN_PAGE : IN_4M_PAGE) | (control.nxe() ? 0 : XD);
        return Long.bitCount(pde & reserved) + Long.bitCount(pte & reserved) <= 1;
    }

    /** The directory entry with the page or the table that it points to. */
    long directory(X86Tables tables, X86Control control, long pde, int key) {
        boolean page = (pde & PS) != 0 && (wide() || control.pse());
        return page ? pde | X86Tables.PAGE | ((long) key << 59) : tables.table(1, pde) | ((2L * key) << 59);
    }

    long table(long pte, int key) {
        return pte | X86Tables.PAGE | ((long) key << 59);
    }

    private static LongStream subsets(long mask) {
        LongStream.Builder subsets = LongStream.builder();
        long subset = 0;
        do {
            subsets.add(subset);
            subset = (subset - mask) & mask;
        } while (subset != 0);
        return subsets.build();
    }

    @Override
    public String toString() {
        return mode.machine() + " " + mode.variant() + (keys ? " with protection keys" : "");
    }
}
