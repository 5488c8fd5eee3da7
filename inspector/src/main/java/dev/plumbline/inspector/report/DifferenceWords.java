package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.compare.Difference;
import dev.plumbline.inspector.check.compare.QuantityKind;
import dev.plumbline.inspector.check.compare.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How two values differ, for people: both of them, and by how much, or what only one of them has. */
final class DifferenceWords {

    private DifferenceWords() {}

    static String of(Difference difference) {
        Value first = difference.first();
        Value second = difference.second();
        QuantityKind kind = difference.key().kind();
        if (difference.outcome() == Difference.Outcome.SAME) {
            return value(first, kind);
        }
        if (first instanceof Value.Texts one && second instanceof Value.Texts other) {
            return sets(one.texts(), other.texts());
        }
        String both = value(first, kind) + " | " + value(second, kind);
        if (first instanceof Value.Count one && second instanceof Value.Count other) {
            return both + " " + change(one.number(), other.number());
        }
        return both;
    }

    private static String value(Value value, QuantityKind kind) {
        boolean bytes = kind.unit().equals("bytes");
        if (bytes && value instanceof Value.Count count) {
            return ByteText.about(count.number());
        }
        return bytes && value instanceof Value.Between between
                ? ByteText.about(between.least()) + " to " + ByteText.about(between.most())
                : value.words();
    }

    /** {@code (+12, +0.3 %)}. */
    private static String change(long first, long second) {
        long delta = second - first;
        if (first <= 0) {
            return "(%+d)".formatted(delta);
        }
        double percent = 100.0 * delta / first;
        String share = Math.abs(percent) < 0.05
                ? (delta < 0 ? "-" : "+") + "<0.1"
                : String.format(Locale.ROOT, "%+.1f", percent);
        return "(%+d, %s %%)".formatted(delta, share);
    }

    private static String sets(List<String> first, List<String> second) {
        List<String> onlyFirst = new ArrayList<>(first);
        onlyFirst.removeAll(second);
        List<String> onlySecond = new ArrayList<>(second);
        onlySecond.removeAll(first);
        List<String> words = new ArrayList<>();
        if (!onlyFirst.isEmpty()) {
            words.add("only in A: " + String.join(", ", onlyFirst));
        }
        if (!onlySecond.isEmpty()) {
            words.add("only in B: " + String.join(", ", onlySecond));
        }
        return words.isEmpty() ? "in another order" : String.join("; ", words);
    }
}
