package dev.plumbline.inspector.check.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The quantities of one machine: a live one, a saved one, or one that there is only a description of.
 *
 * @param origin where they come from
 * @param quantities each key once, in the order of their kinds
 * @param enumerated the kinds of which every subject is named, so that one that is not named is not there
 */
public record Baseline(BaselineOrigin origin, List<Quantity> quantities, Set<QuantityKind> enumerated) {

    private static final Pattern PART = Pattern.compile(
            "(?<zone>node [0-9]+ (?:DMA|DMA32|Normal|HighMem|Movable|Device))(?: .*)?|node (?<node>[0-9]+)(?: .*)?");

    /** @throws IllegalArgumentException if a quantity is there twice */
    public Baseline {
        List<Quantity> sorted = new ArrayList<>(quantities);
        sorted.sort(Comparator.comparing(Quantity::kind));
        Map<Quantity.Key, Quantity> seen = new LinkedHashMap<>();
        for (Quantity quantity : sorted) {
            if (seen.putIfAbsent(quantity.key(), quantity) != null) {
                throw new IllegalArgumentException(quantity.key().words() + " is there twice");
            }
        }
        quantities = List.copyOf(sorted);
        enumerated = Collections.unmodifiableSet(
                enumerated.isEmpty() ? EnumSet.noneOf(QuantityKind.class) : EnumSet.copyOf(enumerated));
    }

    /** Whether the subject names a zone or a node that this machine is known not to have. */
    boolean lacksPart(String subject) {
        Matcher part = PART.matcher(subject);
        if (!part.matches()) {
            return false;
        }
        return part.group("zone") == null
                ? isOtherThan(QuantityKind.NODES, part.group("node"))
                : isOtherThan(QuantityKind.POPULATED_ZONES, part.group("zone"));
    }

    private boolean isOtherThan(QuantityKind kind, String part) {
        return quantities.stream()
                .filter(q -> q.kind() == kind && q.value() instanceof Value.Texts)
                .anyMatch(q -> !((Value.Texts) q.value()).texts().contains(part));
    }

    /** The values by what they are of. */
    Map<Quantity.Key, Value> byKey() {
        Map<Quantity.Key, Value> values = new LinkedHashMap<>();
        quantities.forEach(q -> values.put(q.key(), q.value()));
        return values;
    }
}
