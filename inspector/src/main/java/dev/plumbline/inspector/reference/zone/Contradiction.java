package dev.plumbline.inspector.reference.zone;

/**
 * A published number that is not what the rules give.
 *
 * @param published as the kernel printed it
 * @param predicted as the rules give it
 */
public record Contradiction(Quantity quantity, long published, long predicted) {}
