package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.OwnedRange;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges that have something in common.
 *
 * @param name what: an owner's word, a mapping's first address
 * @param detail what more there is to say; may be empty
 * @param ranges the ranges
 * @param totals what they cost
 */
public record MapGroup(String name, String detail, List<OwnedRange> ranges, Totals totals) {

    /** That with the most resident memory first; then by swap, by address space, by name. */
    static final Comparator<MapGroup> LARGEST_FIRST =
            Comparator.comparing(MapGroup::totals, Totals.LARGEST_FIRST).thenComparing(MapGroup::name);

    /** Copies the list. */
    public MapGroup {
        ranges = List.copyOf(ranges);
    }

    /** A group of these ranges. */
    public static MapGroup of(String name, String detail, List<OwnedRange> ranges) {
        return new MapGroup(name, detail, ranges, Totals.of(ranges));
    }

    /** All of these as one. */
    public static MapGroup joining(String name, List<MapGroup> groups) {
        return of(name, "", groups.stream().flatMap(g -> g.ranges().stream()).toList());
    }
}
