package dev.plumbline.inspector.check;

import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;

/** How a stopped processor translated, as its registers tell it. */
public sealed interface RunningRegime {

    /**
     * They tell it.
     *
     * @param cpu the processor's number
     * @param userMode whether it was stopped while it ran a program
     * @param regime its roots and control bits as they stood
     * @param kernel the same with the root that the kernel itself runs on, where page-table isolation keeps two; else
     *     {@code regime}
     * @param roots the root tables
     */
    record Told(int cpu, boolean userMode, Regime regime, Regime kernel, List<Root> roots) implements RunningRegime {
        /** Copies the list. */
        public Told {
            roots = List.copyOf(roots);
        }
    }

    /**
     * They do not, or contradict what the machine's files say.
     *
     * @param because for people
     */
    record NotTold(String because) implements RunningRegime {}

    /**
     * A root table.
     *
     * @param register who holds it, {@code CR3}, or from whose value it follows
     * @param table where it begins
     * @param reach which addresses it translates
     * @param line where the register stands
     */
    record Root(String register, PhysAddr table, Reach reach, int line) {}

    /** Which half of the address space a root translates. */
    enum Reach {
        /** All addresses. */
        ALL,
        /** Programs, and what the kernel must keep mapped to be entered, under page-table isolation. */
        USER,
        /** The kernel's half. */
        KERNEL
    }
}
