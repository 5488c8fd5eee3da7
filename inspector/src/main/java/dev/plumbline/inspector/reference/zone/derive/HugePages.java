package dev.plumbline.inspector.reference.zone.derive;

/**
 * Huge pages set aside at boot: one {@code hugepages=}.
 *
 * @param sizeBytes of {@code hugepagesz=} before it; 0 for the default size
 * @param count how many, over all nodes
 */
public record HugePages(long sizeBytes, long count) {}
