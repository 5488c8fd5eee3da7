package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.check.compare.Difference.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says of each difference what to make of it; takes causes before what is made of them. */
final class Judge {

    private final List<Difference> judged = new ArrayList<>();

    void add(Quantity.Key key, Value first, Value second) {
        if (first instanceof Value.NotShown || second instanceof Value.NotShown) {
            judged.add(new Difference(key, first, second, Outcome.NOT_COMPARED, whyNot(first, second)));
        } else if (first.agrees(second)) {
            judged.add(new Difference(key, first, second, Outcome.SAME, ""));
        } else if (key.kind().concern() == Concern.DRIFT) {
            judged.add(new Difference(key, first, second, Outcome.DRIFTED, ""));
        } else if (!key.kind().matters()) {
            judged.add(new Difference(key, first, second, Outcome.IMMATERIAL, ""));
        } else {
            judged.add(weighed(key, first, second));
        }
    }

    List<Difference> judged() {
        return judged;
    }

    private Difference weighed(Quantity.Key key, Value first, Value second) {
        List<Difference> differing = judged.stream()
                .filter(d -> d.outcome() == Outcome.MATTERS || d.outcome() == Outcome.FOLLOWS)
                .filter(d -> Causes.of(key.kind()).stream().anyMatch(c -> c.covers(d.key())))
                .toList();
        if (!differing.isEmpty()) {
            String causes =
                    differing.stream().map(d -> d.key().kind().id()).distinct().collect(Collectors.joining(", "));
            return new Difference(key, first, second, Outcome.FOLLOWS, "computed from " + causes);
        }
        Optional<String> boot = BootVariation.excuse(key, first, second, judged);
        return new Difference(
                key, first, second, boot.isPresent() ? Outcome.DRIFTED : Outcome.MATTERS, boot.orElse(""));
    }

    private static String whyNot(Value first, Value second) {
        return first instanceof Value.NotShown one ? one.because() : ((Value.NotShown) second).because();
    }
}
