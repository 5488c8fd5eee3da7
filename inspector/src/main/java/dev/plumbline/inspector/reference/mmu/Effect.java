package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.unit.PhysAddr;

/**
 * A flag that the hardware sets in an entry when the access is made.
 *
 * @param entry where the entry stands
 * @param before as it was read
 * @param after as it is written back
 * @param flag as the manual names it: {@code A}, {@code D} (which comes with A), {@code AF}
 */
public record Effect(PhysAddr entry, long before, long after, String flag) {}
