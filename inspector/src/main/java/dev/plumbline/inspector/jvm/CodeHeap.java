package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;

/**
 * A segment of the code cache.
 *
 * @param name as the JVM prints it: {@code CodeHeap 'non-nmethods'}; empty where it is not known
 * @param reserved where it may grow
 * @param committed what of it holds code; begins where {@code reserved} does
 * @param segmap the table that finds where a piece of code begins, as far as it is committed
 * @param segmapReserved where that table may grow
 */
public record CodeHeap(
        Optional<String> name,
        AddressRange reserved,
        AddressRange committed,
        AddressRange segmap,
        AddressRange segmapReserved) {}
