package dev.plumbline.inspector.report;

import java.util.List;

/**
 * One line of a text report.
 *
 * @param check the check's id, or how many checks say it
 * @param subject the finding's subject, or how many of them
 * @param text observed, expected, reason
 * @param details what stands beneath it with {@code --verbose}
 */
record Row(String check, String subject, String text, List<String> details) {

    static Row of(Assessed assessed) {
        String text = VerdictText.line(assessed.finding().verdict());
        if (assessed.acceptance().isPresent()) {
            Acceptance acceptance = assessed.acceptance().get();
            text += " (accepted until " + acceptance.expires() + ": " + acceptance.reason() + ")";
        }
        return new Row(
                Printable.of(assessed.finding().check()),
                Printable.of(assessed.finding().subject()),
                Printable.of(text),
                VerdictText.details(assessed).stream().map(Printable::of).toList());
    }
}
