package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.check.compare.Difference.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two machines, quantity by quantity.
 *
 * @param first where the first machine's quantities come from
 * @param second where the second's do
 * @param differences every quantity that either side names, those that agree included, in the order of their kinds
 */
public record Comparison(BaselineOrigin first, BaselineOrigin second, List<Difference> differences) {

    /** Copies the list. */
    public Comparison {
        differences = List.copyOf(differences);
    }

    /** Holds one machine against another. */
    public static Comparison of(Baseline first, Baseline second) {
        Map<Quantity.Key, Value> ofFirst = first.byKey();
        Map<Quantity.Key, Value> ofSecond = second.byKey();
        Set<Quantity.Key> keys = new LinkedHashSet<>(ofFirst.keySet());
        keys.addAll(ofSecond.keySet());
        List<Quantity.Key> ordered = new ArrayList<>(keys);
        ordered.sort(Comparator.comparing(Quantity.Key::kind));
        Judge judge = new Judge();
        for (Quantity.Key key : ordered) {
            judge.add(key, value(key, ofFirst, first, "A"), value(key, ofSecond, second, "B"));
        }
        return new Comparison(first.origin(), second.origin(), judge.judged());
    }

    /** Whether nothing that matters differs. */
    public boolean isSame() {
        return count(Outcome.MATTERS) == 0;
    }

    /** Whether anything that matters could be compared at all. */
    public boolean comparesAnything() {
        return differences.stream().anyMatch(d -> d.key().kind().matters() && d.outcome() != Outcome.NOT_COMPARED);
    }

    /** How many quantities have an outcome. */
    public long count(Outcome outcome) {
        return differences.stream().filter(d -> d.outcome() == outcome).count();
    }

    private static Value value(Quantity.Key key, Map<Quantity.Key, Value> values, Baseline baseline, String side) {
        Value value = values.get(key);
        if (value != null) {
            return value;
        }
        return baseline.enumerated().contains(key.kind()) || baseline.lacksPart(key.subject())
                ? new Value.None()
                : new Value.NotShown(side + " does not say", "");
    }
}
