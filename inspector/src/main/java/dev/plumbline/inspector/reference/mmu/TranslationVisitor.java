package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;

/** Receives what {@link Translations} meets, in ascending order of addresses; a table comes before what stands in it. */
@FunctionalInterface
public interface TranslationVisitor {

    /** A leaf. */
    void mapping(Mapping mapping);

    /**
     * A table is reached. One that several entries point to is reached once for each.
     *
     * @param table where it begins
     * @param sizeBytes of the table: less than a frame's for some roots, more for others
     * @param level how many levels lie below
     * @param span the addresses that it translates; a root's may be more than those it is used for
     */
    default void table(PhysAddr table, int sizeBytes, int level, AddressRange span) {}

    /**
     * An entry that the hardware reports as reserved.
     *
     * @param start first address that it would translate
     * @param entry where it stands
     * @param level how many levels lie below
     * @param why in the manual's terms
     */
    default void reserved(VirtAddr start, PhysAddr entry, long raw, int level, String why) {}

    /**
     * Entries of one table that the image does not hold.
     *
     * @param range addresses that they translate
     * @param entry where the first of them would stand
     * @param level how many levels lie below
     */
    default void notHeld(AddressRange range, PhysAddr entry, int level) {}
}
