package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.report.VerdictLabel;

/** A finding in words. Observed and expected are empty where they could not be known, and {@code because} says why. */
record VerdictRow(String check, String subject, String verdict, String observed, String expected, String because) {

    static VerdictRow of(Finding finding) {
        Verdict verdict = finding.verdict();
        String[] values = values(verdict);
        return new VerdictRow(
                finding.check(),
                finding.subject(),
                VerdictLabel.of(verdict).key(),
                values[0],
                values[1],
                because(verdict));
    }

    private static String[] values(Verdict verdict) {
        if (verdict instanceof Verdict.Holds holds) {
            return new String[] {holds.observed(), holds.expected()};
        }
        if (verdict instanceof Verdict.Violated violated) {
            return new String[] {violated.observed(), violated.expected()};
        }
        if (verdict instanceof Verdict.Explained explained) {
            return new String[] {explained.observed() + " " + explained.unit(), Long.toString(explained.expected())};
        }
        if (verdict instanceof Verdict.Drifted drifted) {
            return new String[] {drifted.before() + " → " + drifted.after(), drifted.expected()};
        }
        return new String[] {"", ""};
    }

    private static String because(Verdict verdict) {
        String remedy = verdict instanceof Verdict.NotObservable unseen ? unseen.remedy() : "";
        return remedy.isEmpty() ? verdict.because() : verdict.because() + "; would need " + remedy;
    }
}
