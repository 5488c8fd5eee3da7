package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;

/**
 * A mapping, or a part of one, with its owner.
 *
 * @param range inside the mapping's range, at page bounds
 * @param vma the mapping
 * @param owner whose it is
 * @param label which one of the owner's; empty where there is no more to say
 * @param evidence where the owner comes from
 * @param usage what the range costs
 */
public record OwnedRange(AddressRange range, Vma vma, Owner owner, String label, String evidence, Usage usage) {

    /** Address space in bytes. */
    public long reservedBytes() {
        return range.sizeBytes();
    }

    /** The part that may be touched: all of it, unless the mapping grants no access ({@code ---p}). */
    public long committedBytes() {
        return vma.readable() || vma.writable() || vma.executable() ? range.sizeBytes() : 0;
    }
}
