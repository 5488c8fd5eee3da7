package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.unit.PhysAddr;

/** Where the walk of an address begins. */
sealed interface Start {

    /**
     * In a root table.
     *
     * @param format of the tables below this root; its last level is the root's
     * @param table where the root begins
     */
    record Root(PageTableFormat format, PhysAddr table) implements Start {}

    /** Nowhere: no root translates the address, or its root is disabled. */
    record Refused(FaultClass kind, String because) implements Start {}
}
