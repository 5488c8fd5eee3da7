package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one owner has.
 *
 * @param owner the owner
 * @param totals all of its ranges
 */
public record OwnerTotals(Owner owner, Totals totals) {

    private static final Comparator<OwnerTotals> LARGEST_FIRST = Comparator.comparingLong(
                    (OwnerTotals o) -> o.totals().usage().residentBytes())
            .thenComparingLong(o -> o.totals().usage().swapBytes())
            .thenComparingLong(o -> o.totals().reservedBytes())
            .reversed()
            .thenComparing(OwnerTotals::owner);

    /** Every owner of these ranges, that with the most resident memory first. */
    public static List<OwnerTotals> of(Collection<OwnedRange> ranges) {
        Map<Owner, Totals> totals = new EnumMap<>(Owner.class);
        ranges.forEach(r -> totals.put(
                r.owner(), totals.getOrDefault(r.owner(), Totals.NONE).plus(r)));
        return totals.entrySet().stream()
                .map(e -> new OwnerTotals(e.getKey(), e.getValue()))
                .sorted(LARGEST_FIRST)
                .toList();
    }
}
