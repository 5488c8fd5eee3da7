package dev.plumbline.inspector.check.map;

import java.util.Comparator;

/**
 * Ranges that have something in common.
 *
 * @param name what: an owner's word, a mapping's first address, a node, a page size
 * @param detail what more there is to say; may be empty
 * @param totals what they cost
 */
public record MapGroup(String name, String detail, Totals totals) {

    /** That with the most resident memory first; then by swap, by address space, by name. */
    static final Comparator<MapGroup> LARGEST_FIRST = Comparator.comparingLong(
                    (MapGroup g) -> g.totals().usage().residentBytes())
            .thenComparingLong(g -> g.totals().usage().swapBytes())
            .thenComparingLong(g -> g.totals().reservedBytes())
            .reversed()
            .thenComparing(MapGroup::name);
}
