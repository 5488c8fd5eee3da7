package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.unit.AddressRange;

/**
 * A range said to belong to an owner. Claims are painted over the mappings in their order: a later one covers an earlier one,
 * so what is inside another comes after it. What no mapping backs is claimed in vain.
 *
 * @param range what is claimed; need not end at pages
 * @param owner for whom
 * @param label which one of the owner's: {@code CodeHeap 'non-nmethods'}, {@code thread 4712 "main"}; empty where there is but one
 * @param evidence where the claim comes from: {@code vmStructs Universe::_collectedHeap}, {@code VM.info}
 */
public record Claim(AddressRange range, Owner owner, String label, String evidence) {}
