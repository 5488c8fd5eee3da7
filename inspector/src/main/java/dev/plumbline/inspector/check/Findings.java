package dev.plumbline.inspector.check;

import java.util.List;

/** Where a check puts what it found. Safe for several threads. */
@FunctionalInterface
public interface Findings {

    /** Takes one finding. */
    void add(Finding finding);

    /** Takes a verdict of a check on a subject. */
    default void add(Check check, String subject, Verdict verdict, List<Evidence> evidence) {
        add(new Finding(check.id(), check.kind(), subject, verdict, evidence));
    }
}
