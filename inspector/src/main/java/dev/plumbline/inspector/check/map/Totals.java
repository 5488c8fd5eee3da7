package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Usage;
import java.util.Collection;
import java.util.Comparator;

/**
 * What several ranges cost together.
 *
 * @param reservedBytes address space
 * @param committedBytes the part of it that may be touched
 * @param usage what of it stands in memory or in swap
 * @param mappings how many ranges
 */
public record Totals(long reservedBytes, long committedBytes, Usage usage, int mappings) {

    /** Of no range. */
    public static final Totals NONE = new Totals(0, 0, Usage.NONE, 0);

    /** That with the most resident memory first; then by swap, by address space. */
    static final Comparator<Totals> LARGEST_FIRST = Comparator.comparingLong(
                    (Totals t) -> t.usage().residentBytes())
            .thenComparingLong(t -> t.usage().swapBytes())
            .thenComparingLong(Totals::reservedBytes)
            .reversed();

    /** Of all of these. */
    public static Totals of(Collection<OwnedRange> ranges) {
        return ranges.stream().reduce(NONE, Totals::plus, Totals::plus);
    }

    /** With a range more. */
    public Totals plus(OwnedRange range) {
        return new Totals(
                reservedBytes + range.reservedBytes(),
                committedBytes + range.committedBytes(),
                usage.plus(range.usage()),
                mappings + 1);
    }

    /** Both together. */
    public Totals plus(Totals other) {
        return new Totals(
                reservedBytes + other.reservedBytes,
                committedBytes + other.committedBytes,
                usage.plus(other.usage),
                mappings + other.mappings);
    }
}
