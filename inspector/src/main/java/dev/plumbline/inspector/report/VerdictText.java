package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A verdict in words. */
final class VerdictText {

    private VerdictText() {}

    /** Observed and expected; of what could not be observed, why. */
    static String values(Verdict verdict) {
        if (verdict instanceof Verdict.Holds holds) {
            return values(holds.observed(), holds.expected());
        }
        if (verdict instanceof Verdict.Explained explained) {
            return values(explained.observed() + " " + explained.unit(), Long.toString(explained.expected()));
        }
        if (verdict instanceof Verdict.Drifted drifted) {
            return values(drifted.before() + " → " + drifted.after(), drifted.expected());
        }
        if (verdict instanceof Verdict.Violated violated) {
            return values(violated.observed(), violated.expected());
        }
        return verdict instanceof Verdict.NotObservable unseen
                ? unseen.because() + remedy(unseen.remedy())
                : verdict.because();
    }

    /** Why the values are what they are; empty where {@link #values(Verdict)} says it all. */
    static String reason(Verdict verdict) {
        return verdict instanceof Verdict.NotObservable ? "" : verdict.because();
    }

    static String remedy(String remedy) {
        return remedy.isEmpty() ? "" : "; would need " + remedy;
    }

    /** What a verdict rests on, one line each: the terms of an explanation with their amounts, then the evidence. */
    static List<String> details(Assessed assessed) {
        List<String> lines = new ArrayList<>();
        if (assessed.finding().verdict() instanceof Verdict.Explained explained) {
            for (Verdict.Term term : explained.terms()) {
                lines.add("%+d %s  %s".formatted(term.amount(), explained.unit(), place(term.evidence())));
            }
        }
        assessed.finding().evidence().forEach(e -> lines.add(place(e)));
        return lines;
    }

    private static String place(Evidence evidence) {
        String file = evidence.line().isPresent()
                ? evidence.file() + ":" + evidence.line().getAsInt()
                : evidence.file();
        return file + "  " + evidence.text();
    }

    private static String values(String observed, String expected) {
        return observed.equals(expected) ? observed : observed + ", expected " + expected;
    }
}
