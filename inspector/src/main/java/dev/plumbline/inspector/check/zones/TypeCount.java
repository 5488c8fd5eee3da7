package dev.plumbline.inspector.check.zones;

/**
 * Free blocks of one order and migrate type.
 *
 * @param blocks how many
 * @param atLeast whether the kernel stopped counting there
 */
public record TypeCount(long blocks, boolean atLeast) {}
