package dev.plumbline.inspector.report;

import java.util.List;

/**
 * One line of a text report.
 *
 * @param check the check's id, or how many checks say it
 * @param subject the finding's subject, or how many of them
 * @param values observed and expected
 * @param reason why; may be empty
 * @param details what stands beneath it with {@code --verbose}
 */
record Row(String check, String subject, String values, String reason, List<String> details) {

    static Row of(Assessed assessed) {
        String values = VerdictText.values(assessed.finding().verdict());
        String reason = VerdictText.reason(assessed.finding().verdict());
        if (assessed.acceptance().isPresent()) {
            Acceptance acceptance = assessed.acceptance().get();
            reason += " (accepted until " + acceptance.expires() + ": " + acceptance.reason() + ")";
        }
        return new Row(
                Printable.of(assessed.finding().check()),
                Printable.of(assessed.finding().subject()),
                Printable.of(values),
                Printable.of(reason.strip()),
                VerdictText.details(assessed).stream().map(Printable::of).toList());
    }

    /** Values and reason on one line. */
    String text() {
        return reason.isEmpty() ? values : values + ": " + reason;
    }

    boolean hasReasonOf(Row other) {
        return !reason.isEmpty() && check.equals(other.check) && reason.equals(other.reason);
    }
}
