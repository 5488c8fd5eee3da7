package dev.plumbline.inspector.reference.zone;

import java.util.Optional;

/**
 * Whose a range of memory is, as the kernel says somewhere else than in the zone's span: by node alone ({@code Early memory
 * node ranges} in the boot log) or by node and zone (a memory block's {@code valid_zones} while it is online; drivers/base/memory.c).
 *
 * @param startPfn first frame
 * @param endPfn first frame behind it
 * @param zone empty where only the node is known
 */
public record MemoryClaim(long startPfn, long endPfn, int node, Optional<String> zone) {

    boolean admits(ZoneSpan span) {
        return span.node() == node && zone.map(span.zone()::equals).orElse(true);
    }
}
