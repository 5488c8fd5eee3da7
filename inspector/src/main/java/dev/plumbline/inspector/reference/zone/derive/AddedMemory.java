package dev.plumbline.inspector.reference.zone.derive;

/**
 * Memory that was added and put into a zone after booting: a memory block with its {@code valid_zones}.
 *
 * @param zone the zone that took it
 */
public record AddedMemory(int node, String zone, long startBytes, long endBytes) {}
