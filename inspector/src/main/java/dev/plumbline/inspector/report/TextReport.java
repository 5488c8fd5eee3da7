package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A report for people: worst first, one line a quantity, silence about what holds unless asked. */
public final class TextReport {

    private static final int MARGIN = 2;
    private static final int DETAIL_MARGIN = 6;
    private static final int WIDEST_SUBJECT = 24;

    private final TextStyle style;
    private final Appendable out;
    private int checkWidth;

    /** Writes in a style to where {@code out} leads. */
    public TextReport(TextStyle style, Appendable out) {
        this.style = style;
        this.out = out;
    }

    /**
     * Writes one report.
     *
     * @throws IOException if {@code out} does
     */
    public void write(Assessment assessment) throws IOException {
        List<Section> sections = sections(assessment);
        checkWidth = sections.stream()
                .flatMap(s -> s.rows().stream())
                .mapToInt(r -> Lines.length(r.check()))
                .max()
                .orElse(0);
        for (String line : Header.lines(assessment.report())) {
            wrapped(line, MARGIN);
        }
        line("");
        for (Section section : sections) {
            line(section.paint().over(section.title(), style));
            int subjectWidth = section.rows().stream()
                    .mapToInt(r -> Lines.length(r.subject()))
                    .filter(n -> n <= WIDEST_SUBJECT)
                    .max()
                    .orElse(0);
            rows(section.rows(), subjectWidth);
            line("");
        }
        acceptNotes(assessment);
        if (!style.verbose()) {
            holds(assessment);
        }
        summary(assessment);
    }

    private record Section(String title, Paint paint, List<Row> rows) {}

    private List<Section> sections(Assessment assessment) {
        List<Section> sections = new ArrayList<>();
        for (VerdictLabel label : VerdictLabel.values()) {
            if (label == VerdictLabel.HOLDS && !style.verbose()) {
                continue;
            }
            for (Kind kind : Kind.values()) {
                String title = kind == Kind.POSTURE ? "posture: " + label.title() : label.title();
                Predicate<Assessed> here = a -> a.is(label, kind);
                add(sections, title, paint(label, kind), assessment, here.and(a -> a.acceptance()
                        .isEmpty()));
                add(sections, title + ", accepted", Paint.DIM, assessment, here.and(a -> a.acceptance()
                        .isPresent()));
            }
        }
        return sections;
    }

    private void add(List<Section> to, String title, Paint paint, Assessment assessment, Predicate<Assessed> belongs) {
        List<Assessed> members = assessment.findings().stream().filter(belongs).toList();
        if (members.isEmpty()) {
            return;
        }
        boolean gather = members.get(0).label() == VerdictLabel.NOT_OBSERVABLE && !style.verbose();
        List<Row> rows = gather
                ? SameReason.rows(members, style.columns().isEmpty())
                : members.stream().map(Row::of).toList();
        to.add(new Section(title, paint, rows));
    }

    private static Paint paint(VerdictLabel label, Kind kind) {
        return switch (label) {
            case VIOLATED -> kind == Kind.POSTURE ? Paint.MAGENTA : Paint.RED;
            case EXPLAINED -> Paint.CYAN;
            case DRIFTED -> Paint.YELLOW;
            case NOT_OBSERVABLE -> Paint.DIM;
            case HOLDS -> Paint.GREEN;
        };
    }

    /** On a terminal, what several lines in a row have for a reason is said once, after the last of them. */
    private void rows(List<Row> rows, int subjectWidth) throws IOException {
        int alike = 1;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean sharesNext = i + 1 < rows.size() && row.hasReasonOf(rows.get(i + 1));
            boolean gathered = style.columns().isPresent() && !style.verbose();
            if (gathered && (sharesNext || alike > 1)) {
                row(row, row.values(), subjectWidth);
                if (!sharesNext) {
                    wrapped(" ".repeat(DETAIL_MARGIN) + "these " + alike + ": " + row.reason(), DETAIL_MARGIN);
                }
                alike = sharesNext ? alike + 1 : 1;
            } else {
                row(row, row.text(), subjectWidth);
            }
        }
    }

    private void row(Row row, String text, int subjectWidth) throws IOException {
        String start = " ".repeat(MARGIN) + Lines.pad(row.check(), checkWidth) + "  ";
        wrapped(start + Lines.pad(row.subject(), subjectWidth) + "  " + text, Lines.length(start));
        if (style.verbose()) {
            for (String detail : row.details()) {
                wrapped(" ".repeat(DETAIL_MARGIN) + detail, DETAIL_MARGIN + MARGIN);
            }
        }
    }

    private void acceptNotes(Assessment assessment) throws IOException {
        String file = assessment.accepted().name();
        for (Acceptance entry : assessment.expired()) {
            note(file, entry, "expired on " + entry.expires() + " and accepts nothing");
        }
        for (Acceptance entry : assessment.unused()) {
            note(file, entry, "unused: nothing that is violated matches");
        }
        if (!assessment.expired().isEmpty() || !assessment.unused().isEmpty()) {
            line("");
        }
    }

    private void note(String file, Acceptance entry, String what) throws IOException {
        String text = "%s:%d: %s | %s: %s".formatted(file, entry.line(), entry.check(), entry.subject(), what);
        wrapped(Printable.of(text), MARGIN);
    }

    private void holds(Assessment assessment) throws IOException {
        Map<String, Integer> byCheck = new TreeMap<>();
        for (Assessed assessed : assessment.findings()) {
            if (assessed.label() == VerdictLabel.HOLDS) {
                byCheck.merge(assessed.finding().check(), 1, Integer::sum);
            }
        }
        if (!byCheck.isEmpty()) {
            List<String> counts = byCheck.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .toList();
            wrapped("holds: " + String.join(", ", counts) + ".  --verbose lists them", MARGIN);
            line("");
        }
    }

    private void summary(Assessment assessment) throws IOException {
        Tally all = Tally.of(assessment.findings());
        Tally posture = Tally.of(assessment.findings(), Kind.POSTURE);
        StringBuilder violated = new StringBuilder().append(all.violated()).append(" violated");
        List<String> ofWhich = new ArrayList<>();
        if (posture.violated() > 0) {
            ofWhich.add(posture.violated() + " posture");
        }
        if (all.accepted() > 0) {
            ofWhich.add(all.accepted() + " accepted");
        }
        if (!ofWhich.isEmpty()) {
            violated.append(" (").append(String.join(", ", ofWhich)).append(')');
        }
        String counts = "%d of %d quantities predicted: %d hold, %d explained, %d drifted, %s; %d not observable"
                .formatted(
                        all.predicted(),
                        all.quantities(),
                        all.holds(),
                        all.explained(),
                        all.drifted(),
                        violated,
                        all.notObservable());
        List<String> lines = new ArrayList<>(Lines.wrap(counts, MARGIN, style.columns()));
        String took = String.format(
                Locale.ROOT, "  %.1f s", assessment.report().took().toMillis() / 1000.0);
        String last = lines.remove(lines.size() - 1) + took;
        boolean fits = Lines.length(last) <= style.columns().orElse(Integer.MAX_VALUE);
        lines.addAll(fits ? List.of(last) : List.of(last.substring(0, last.length() - took.length()), took));
        for (String line : lines) {
            line(line);
        }
    }

    private void wrapped(String text, int indent) throws IOException {
        for (String line : Lines.wrap(text, indent, style.columns())) {
            line(line);
        }
    }

    private void line(String text) throws IOException {
        out.append(text).append('\n');
    }
}
