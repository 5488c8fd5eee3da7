package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;

/**
 * A mapping, or a part of one, with its owner; what it costs is not yet known.
 *
 * @param range inside the mapping's range, at page bounds
 * @param vma the mapping
 * @param owner whose it is
 * @param label which one of the owner's; empty where there is no more to say
 * @param evidence where the owner comes from
 */
public record Part(AddressRange range, Vma vma, Owner owner, String label, String evidence) {

    /** Whether it is all of its mapping. */
    public boolean whole() {
        return range.equals(vma.range());
    }

    /** The part with its cost. */
    public OwnedRange costing(Usage usage) {
        return new OwnedRange(range, vma, owner, label, evidence, usage);
    }
}
