package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Kind;
import dev.plumbline.inspector.check.Report;
import dev.plumbline.inspector.check.Verdict;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run found beside what was accepted beforehand: what the reports print and the exit code follows from. */
public final class Assessment {

    /** Nothing is violated. */
    public static final int CLEAN = 0;

    /** A conformance check is violated. */
    public static final int CONFORMANCE_VIOLATED = 1;

    /** Only posture checks are violated. */
    public static final int POSTURE_VIOLATED = 4;

    private final Report report;
    private final AcceptFile accepted;
    private final List<Assessed> findings;
    private final List<Acceptance> expired;
    private final List<Acceptance> unused;

    /**
     * Holds a report against an accept file.
     *
     * @param today entries that expire before this day accept nothing
     */
    public Assessment(Report report, AcceptFile accepted, LocalDate today) {
        this.report = report;
        this.accepted = accepted;
        Set<Acceptance> used = new HashSet<>();
        this.findings = report.findings().stream()
                .map(f -> {
                    Optional<Acceptance> by = Optional.empty();
                    if (f.verdict() instanceof Verdict.Violated) {
                        by = accepted.entries().stream()
                                .filter(e -> !e.expiredOn(today) && e.covers(f))
                                .findFirst();
                        by.ifPresent(used::add);
                    }
                    return new Assessed(f, by);
                })
                .toList();
        this.expired =
                accepted.entries().stream().filter(e -> e.expiredOn(today)).toList();
        this.unused = accepted.entries().stream()
                .filter(e -> !e.expiredOn(today) && !used.contains(e))
                .toList();
    }

    /** {@link #CLEAN}, {@link #CONFORMANCE_VIOLATED} or {@link #POSTURE_VIOLATED}; accepted violations do not count. */
    public int exitCode() {
        if (violatedUnaccepted(Kind.CONFORMANCE)) {
            return CONFORMANCE_VIOLATED;
        }
        return violatedUnaccepted(Kind.POSTURE) ? POSTURE_VIOLATED : CLEAN;
    }

    private boolean violatedUnaccepted(Kind kind) {
        return findings.stream()
                .anyMatch(
                        a -> a.is(VerdictLabel.VIOLATED, kind) && a.acceptance().isEmpty());
    }

    Report report() {
        return report;
    }

    AcceptFile accepted() {
        return accepted;
    }

    List<Assessed> findings() {
        return findings;
    }

    /** Entries whose last day is past. */
    List<Acceptance> expired() {
        return expired;
    }

    /** Entries that are in force and accepted nothing. */
    List<Acceptance> unused() {
        return unused;
    }
}
