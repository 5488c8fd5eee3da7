package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;

/** How a walk ends. */
public sealed interface Walk {

    /**
     * With an address.
     *
     * @param address physical address of the very byte
     * @param level how many levels lie below the leaf's
     * @param sizeShift log2 of the bytes that the leaf maps
     * @param leaf the leaf as it stands in memory
     * @param rights all levels combined
     * @param memory the memory type that the tables select
     * @param effects flags that the hardware sets, root first; none where no access was made
     */
    record Translated(
            PhysAddr address,
            int level,
            int sizeShift,
            long leaf,
            Rights rights,
            MemoryType memory,
            List<Effect> effects)
            implements Walk {
        /** Copies the list. */
        public Translated {
            effects = List.copyOf(effects);
        }

        /** Bytes that the leaf maps. */
        public long sizeBytes() {
            return 1L << sizeShift;
        }
    }

    /** With a fault. Flags that a failing access may leave in the entries it passed are no part of it. */
    record Faulted(Fault fault) implements Walk {}

    /**
     * Nowhere: the image does not hold an entry that the walk needs.
     *
     * @param entry where the entry would stand
     * @param level how many levels lie below it
     */
    record NotHeld(PhysAddr entry, int level) implements Walk {}
}
