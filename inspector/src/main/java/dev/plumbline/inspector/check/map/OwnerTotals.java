package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one owner has.
 *
 * @param owner the owner
 * @param ranges its ranges, in their order
 * @param totals what they cost
 */
public record OwnerTotals(Owner owner, List<OwnedRange> ranges, Totals totals) {

    private static final Comparator<OwnerTotals> LARGEST_FIRST =
            Comparator.comparing(OwnerTotals::totals, Totals.LARGEST_FIRST).thenComparing(OwnerTotals::owner);

    /** Copies the list. */
    public OwnerTotals {
        ranges = List.copyOf(ranges);
    }

    /** Every owner of these ranges, that with the most resident memory first. */
    public static List<OwnerTotals> of(Collection<OwnedRange> ranges) {
        Map<Owner, List<OwnedRange>> byOwner = new EnumMap<>(Owner.class);
        ranges.forEach(
                r -> byOwner.computeIfAbsent(r.owner(), o -> new ArrayList<>()).add(r));
        return byOwner.entrySet().stream()
                .map(e -> new OwnerTotals(e.getKey(), e.getValue(), Totals.of(e.getValue())))
                .sorted(LARGEST_FIRST)
                .toList();
    }
}
