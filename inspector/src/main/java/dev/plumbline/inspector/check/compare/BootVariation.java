package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.check.compare.Difference.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What two boots of one machine may differ in. Where the kernel randomizes its address space, the direct map and the map of page
 * structs begin at other multiples of 1 GiB at each boot, and may cross one boundary of 512 GiB or 256 TiB more than before
 * (arch/x86/mm/kaslr.c, kernel_randomize_memory). Each crossing costs a table, whose page is then never managed. The zones'
 * numbers change with {@code managed}, by its share and by what integer division drops.
 */
final class BootVariation {

    /** Two maps, and two levels of tables that lie above 1 GiB. */
    private static final long TABLES = 2 * 2;

    private static final long GIB = 1L << 30;

    /** min is one division; low, high and promo add the rounded distance once, twice and thrice. */
    private static final long ROUNDING = 1 + 3;

    private BootVariation() {}

    /**
     * Why a difference is no more than two boots may show.
     *
     * @param judged all differences that were judged before, which include the zones' managed pages
     * @return empty if it is more
     */
    static Optional<String> excuse(Quantity.Key key, Value first, Value second, List<Difference> judged) {
        if (!(first instanceof Value.Count one) || !(second instanceof Value.Count other)) {
            return Optional.empty();
        }
        long change = Math.abs(one.number() - other.number());
        if (key.kind() == QuantityKind.ZONE_MANAGED) {
            return change <= TABLES && isRandomized(judged)
                    ? Optional.of("within the %d page tables that chance may cost at boot".formatted(TABLES))
                    : Optional.empty();
        }
        boolean fromManaged = Causes.of(key.kind()).stream().anyMatch(c -> c.kind() == QuantityKind.ZONE_MANAGED);
        double share = managedShare(judged);
        long largest = Math.max(Math.abs(one.number()), Math.abs(other.number()));
        boolean small = change <= Math.ceil(2 * share * largest) + ROUNDING;
        return fromManaged && share > 0 && small
                ? Optional.of("computed from managed pages that drifted")
                : Optional.empty();
    }

    /** Whether both boots draw addresses, for more RAM than a map can hold without crossing anything. */
    private static boolean isRandomized(List<Difference> judged) {
        boolean drawn = judged.stream()
                .filter(d -> d.key().kind() == QuantityKind.IMAGE_PLACEMENT && d.outcome() == Outcome.SAME)
                .anyMatch(
                        d -> d.first() instanceof Value.Text text && text.text().startsWith("randomized"));
        boolean large = judged.stream()
                .filter(d -> d.key().kind() == QuantityKind.RAM)
                .anyMatch(d -> d.first() instanceof Value.Count bytes && bytes.number() > GIB);
        return drawn && large;
    }

    /** The largest part of its managed pages by which any zone differs; 0 where none does. */
    private static double managedShare(List<Difference> judged) {
        return judged.stream()
                .filter(d -> d.key().kind() == QuantityKind.ZONE_MANAGED && d.outcome() == Outcome.DRIFTED)
                .mapToDouble(BootVariation::share)
                .max()
                .orElse(0);
    }

    private static double share(Difference managed) {
        long one = ((Value.Count) managed.first()).number();
        long other = ((Value.Count) managed.second()).number();
        return Math.abs(one - other) / (double) Math.max(1, Math.min(one, other));
    }
}
