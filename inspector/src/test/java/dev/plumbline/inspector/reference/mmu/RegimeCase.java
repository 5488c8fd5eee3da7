package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A regime whose root is yet to be placed.
 *
 * @param format of the tables below that root
 * @param high added to an address that counts from zero, it gives the one that this root translates
 * @param rooted the regime with its root there
 */
record RegimeCase(String name, PageTableFormat format, long high, Function<PhysAddr, Regime> rooted) {

    /** Every architecture, every half of its address space, and control bits that change what entries mean. */
    static List<RegimeCase> all() {
        List<RegimeCase> cases = new ArrayList<>();
        x86(cases);
        return cases;
    }

    private static void x86(List<RegimeCase> cases) {
        X86Control narrow = new X86Control(
                false, false, false, true, false, true, false, false, 0, false, 0, 40, X86Control.LINUX_PAT);
        for (X86Control control : List.of(X86Control.LINUX, narrow)) {
            for (Architecture a :
                    List.of(I386.twoLevel(VmSplit.G3), I386.pae(VmSplit.G3), X86_64.FOUR_LEVEL, X86_64.LA57)) {
                String name = a.machine() + " " + a.variant() + (control.equals(narrow) ? ", few features" : "");
                cases.add(new RegimeCase(name, a.format(), 0, root -> new X86Regime(a, root.value(), control)));
            }
        }
    }

    /** The address that this root translates, of one that counts from zero. */
    long address(long fromZero) {
        boolean upperHalf = format.vaBits() > Integer.SIZE && (fromZero >>> (format.vaBits() - 1) & 1) != 0;
        return upperHalf && high == 0 ? fromZero | (-1L << format.vaBits()) : fromZero + high;
    }

    @Override
    public String toString() {
        return name;
    }
}
