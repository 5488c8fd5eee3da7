package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Finding;
import java.time.LocalDate;

/**
 * One line of an accept file: violations that somebody looked at and answers for until a day.
 *
 * @param check glob over check ids
 * @param subject glob over subjects
 * @param reason why they are accepted; never empty
 * @param expires the last day on which they are
 * @param line the entry's 1-based line
 */
public record Acceptance(Glob check, Glob subject, String reason, LocalDate expires, int line) {

    /** Whether it speaks of a finding, expired or not. */
    boolean covers(Finding finding) {
        return check.matches(finding.check()) && subject.matches(finding.subject());
    }

    boolean expiredOn(LocalDate today) {
        return today.isAfter(expires);
    }
}
