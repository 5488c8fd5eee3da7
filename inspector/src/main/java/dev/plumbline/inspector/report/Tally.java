package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Kind;
import java.util.List;

/** How many quantities got which verdict. */
record Tally(int holds, int explained, int drifted, int violated, int notObservable, int accepted) {

    static Tally of(List<Assessed> all) {
        return new Tally(
                count(all, VerdictLabel.HOLDS),
                count(all, VerdictLabel.EXPLAINED),
                count(all, VerdictLabel.DRIFTED),
                count(all, VerdictLabel.VIOLATED),
                count(all, VerdictLabel.NOT_OBSERVABLE),
                (int) all.stream().filter(a -> a.acceptance().isPresent()).count());
    }

    static Tally of(List<Assessed> all, Kind kind) {
        return of(all.stream().filter(a -> a.finding().kind() == kind).toList());
    }

    /** Quantities that the reference predicted and the host showed. */
    int predicted() {
        return holds + explained + drifted + violated;
    }

    int quantities() {
        return predicted() + notObservable;
    }

    private static int count(List<Assessed> all, VerdictLabel label) {
        return (int) all.stream().filter(a -> a.label() == label).count();
    }
}
