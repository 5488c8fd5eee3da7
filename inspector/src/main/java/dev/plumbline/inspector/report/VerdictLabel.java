package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Verdict;

/** The verdicts by name, worst first: the order of a report. */
public enum VerdictLabel {
    /** {@link Verdict.Violated}. */
    VIOLATED("violated"),
    /** {@link Verdict.Explained}. */
    EXPLAINED("explained"),
    /** {@link Verdict.Drifted}. */
    DRIFTED("drifted"),
    /** {@link Verdict.NotObservable}. */
    NOT_OBSERVABLE("not-observable"),
    /** {@link Verdict.Holds}. */
    HOLDS("holds");

    private final String key;

    VerdictLabel(String key) {
        this.key = key;
    }

    /** The label that a verdict carries. */
    public static VerdictLabel of(Verdict verdict) {
        if (verdict instanceof Verdict.Holds) {
            return HOLDS;
        }
        if (verdict instanceof Verdict.Explained) {
            return EXPLAINED;
        }
        if (verdict instanceof Verdict.Drifted) {
            return DRIFTED;
        }
        return verdict instanceof Verdict.NotObservable ? NOT_OBSERVABLE : VIOLATED;
    }

    /** As machines read it: {@code not-observable}. */
    public String key() {
        return key;
    }

    /** As people read it: {@code not observable}. */
    public String title() {
        return key.replace('-', ' ');
    }
}
