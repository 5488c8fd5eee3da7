package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.PhysAddr;

/** What one page-table entry says to the hardware. */
public sealed interface Entry {

    /** The entry as it stands in memory. */
    long raw();

    /** The walk ends with a fault: nothing is mapped here. Software may use the other bits (swap entries). */
    record NotPresent(long raw) implements Entry {}

    /**
     * Points to the table one level down.
     *
     * @param table where that table begins
     */
    record Table(long raw, PhysAddr table) implements Entry {}

    /**
     * Maps memory.
     *
     * @param base the first byte mapped, aligned to the size
     * @param sizeShift log2 of the bytes mapped
     */
    record Leaf(long raw, PhysAddr base, int sizeShift) implements Entry {
        /** Bytes mapped. */
        public long sizeBytes() {
            return 1L << sizeShift;
        }
    }

    /**
     * The hardware reports a reserved encoding.
     *
     * @param why which bits, and the manual's place
     */
    record Reserved(long raw, String why) implements Entry {}
}
