package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Published numbers beside predicted ones.
 *
 * @param contradictions in the order of {@link Published#quantities}
 * @param boosts by zone, the boost that its published watermarks contain
 */
record Comparison(List<Contradiction> contradictions, Map<Integer, Long> boosts) {

    static Comparison of(Published published, Numbers numbers, AllocatorSettings settings) {
        List<Contradiction> found = new ArrayList<>();
        if (published.minFreeKib() != numbers.minFreeKib()) {
            found.add(new Contradiction(new Quantity.MinFree(), published.minFreeKib(), numbers.minFreeKib()));
        }
        Map<Integer, Long> boosts = new TreeMap<>();
        for (int i = 0; i < published.zones().size(); i++) {
            found.addAll(marks(i, published.zones().get(i), numbers, settings, boosts));
            found.addAll(reserves(i, published.zones().get(i), numbers));
        }
        return new Comparison(found, boosts);
    }

    private static List<Contradiction> marks(
            int zone,
            Published.OfZone published,
            Numbers numbers,
            AllocatorSettings settings,
            Map<Integer, Long> boosts) {
        Map<Watermark, Long> predicted = numbers.marks().get(zone);
        long printed = published.boost().orElse(0);
        OptionalLong raised = commonRise(published, predicted);
        boosts.put(zone, printed);
        if (raised.isPresent() && raised.getAsLong() != printed && isBoost(raised.getAsLong(), predicted, settings)) {
            boosts.put(zone, raised.getAsLong());
            return published.boost().isEmpty()
                    ? List.of()
                    : List.of(new Contradiction(new Quantity.Boost(zone), printed, raised.getAsLong()));
        }
        List<Contradiction> found = new ArrayList<>();
        for (Watermark mark : Watermark.values()) {
            long expected = predicted.getOrDefault(mark, 0L) + printed;
            long value = published.marks().getOrDefault(mark, expected);
            if (value != expected) {
                found.add(new Contradiction(new Quantity.Mark(zone, mark), value, expected));
            }
        }
        return found;
    }

    /** By how much all printed watermarks of a zone lie above the predicted ones, if they do so alike. */
    private static OptionalLong commonRise(Published.OfZone published, Map<Watermark, Long> predicted) {
        List<Long> rises = published.marks().entrySet().stream()
                .map(e -> e.getValue() - predicted.getOrDefault(e.getKey(), 0L))
                .distinct()
                .toList();
        return rises.size() == 1 && published.marks().size() > 1 ? OptionalLong.of(rises.get(0)) : OptionalLong.empty();
    }

    /**
     * Whether a boost can have that value: it grows by page blocks up to a share of the high watermark, and shrinks by what
     * it had been before (boost_watermark, mm/page_alloc.c; balance_pgdat, mm/vmscan.c).
     */
    private static boolean isBoost(long pages, Map<Watermark, Long> predicted, AllocatorSettings settings) {
        if (pages == 0) {
            return true;
        }
        long block = settings.pageblockPages();
        long most = Math.max(block, predicted.getOrDefault(Watermark.HIGH, 0L) * settings.boostFactor() / 10_000);
        return settings.boostFactor() > 0
                && pages > 0
                && pages <= most
                && (pages % block == 0 || (most - pages) % block == 0);
    }

    private static List<Contradiction> reserves(int zone, Published.OfZone published, Numbers numbers) {
        List<Contradiction> found = new ArrayList<>();
        List<Long> predicted = numbers.reserve().get(zone);
        for (int upper = 0; upper < published.reserve().size(); upper++) {
            long value = published.reserve().get(upper);
            long expected = upper < predicted.size() ? predicted.get(upper) : 0;
            if (value != expected) {
                found.add(new Contradiction(new Quantity.Reserve(zone, upper), value, expected));
            }
        }
        return found;
    }
}
