package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.unit.AddressRange;

/**
 * A segment of the code cache.
 *
 * @param reserved where it may grow
 * @param committed what of it holds code; begins where {@code reserved} does
 * @param segmap the table that finds where a piece of code begins, as far as it is committed
 * @param segmapReserved where that table may grow
 */
public record CodeHeap(
        AddressRange reserved, AddressRange committed, AddressRange segmap, AddressRange segmapReserved) {}
