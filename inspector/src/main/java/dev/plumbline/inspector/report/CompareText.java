package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.compare.BaselineOrigin;
import dev.plumbline.inspector.check.compare.Comparison;
import dev.plumbline.inspector.check.compare.Concern;
import dev.plumbline.inspector.check.compare.Difference;
import dev.plumbline.inspector.check.compare.Difference.Outcome;
import dev.plumbline.inspector.check.compare.QuantityKind;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two machines beside each other, for people: what matters first, the rest counted unless it is asked for. */
public final class CompareText {

    private static final int MARGIN = 2;
    private static final int DETAIL_MARGIN = 6;
    private static final int WIDEST_NAME = 34;

    /** Of more subjects of one kind, only how many differ and the first of them are shown. */
    private static final int MOST_OF_A_KIND = 6;

    private static final int LONGEST_DESCRIPTION = 200;

    private final TextStyle style;
    private final List<String> lines = new ArrayList<>();

    /** Set like this. */
    public CompareText(TextStyle style) {
        this.style = style;
    }

    /** The whole text. */
    public String of(Comparison comparison) {
        wrapped("A  " + origin(comparison.first()), 3);
        wrapped("B  " + origin(comparison.second()), 3);
        line("");
        for (Concern concern : List.of(Concern.HARDWARE, Concern.CONFIGURATION)) {
            section("matters: " + concern.word(), Paint.RED, comparison, Outcome.MATTERS, concern);
        }
        if (style.verbose()) {
            section("follows from these", Paint.CYAN, comparison, Outcome.FOLLOWS, null);
            section("does not matter", Paint.DIM, comparison, Outcome.IMMATERIAL, null);
            section("drift", Paint.YELLOW, comparison, Outcome.DRIFTED, null);
            section("same", Paint.GREEN, comparison, Outcome.SAME, null);
        } else {
            counted("follows from these", comparison, Outcome.FOLLOWS);
            counted("differs and does not matter", comparison, Outcome.IMMATERIAL);
            counted("drift", comparison, Outcome.DRIFTED);
        }
        notCompared(comparison);
        summary(comparison);
        return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    }

    private static String origin(BaselineOrigin origin) {
        String when = origin.takenAt().truncatedTo(ChronoUnit.SECONDS).toString();
        return Printable.of(
                switch (origin.kind()) {
                    case LIVE -> "host " + origin.name() + ", " + when;
                    case CAPTURE -> "capture " + origin.name() + ", taken " + when;
                    case DESCRIPTION -> "as described: " + Lines.shortened(origin.name(), LONGEST_DESCRIPTION);
                });
    }

    private void section(String title, Paint paint, Comparison comparison, Outcome outcome, @Nullable Concern concern) {
        List<Difference> members = comparison.differences().stream()
                .filter(d -> d.outcome() == outcome)
                .filter(d -> concern == null || d.key().kind().concern() == concern)
                .toList();
        if (members.isEmpty()) {
            return;
        }
        line(paint.over(title, style));
        int width = Math.min(
                WIDEST_NAME,
                members.stream().mapToInt(d -> name(d).length()).max().orElse(0));
        byKind(members).forEach((kind, ofKind) -> {
            int shown = style.verbose() ? ofKind.size() : Math.min(ofKind.size(), MOST_OF_A_KIND);
            ofKind.stream().limit(shown).forEach(d -> row(d, width));
            if (shown < ofKind.size()) {
                wrapped(
                        "%s%s: %d more; --verbose lists them"
                                .formatted(" ".repeat(MARGIN), kind.id(), ofKind.size() - shown),
                        DETAIL_MARGIN);
            }
        });
        line("");
    }

    private static Map<QuantityKind, List<Difference>> byKind(List<Difference> members) {
        return members.stream()
                .collect(Collectors.groupingBy(d -> d.key().kind(), LinkedHashMap::new, Collectors.toList()));
    }

    private static String name(Difference difference) {
        return Printable.of(difference.key().words());
    }

    private void row(Difference difference, int width) {
        String start = " ".repeat(MARGIN) + Lines.pad(name(difference), width) + "  ";
        String how = Printable.of(DifferenceWords.of(difference));
        boolean hanging = Lines.length(start) <= MARGIN + WIDEST_NAME + MARGIN;
        wrapped(start + how, hanging ? Lines.length(start) : DETAIL_MARGIN);
        if (style.verbose() && !difference.because().isEmpty()) {
            wrapped(" ".repeat(DETAIL_MARGIN) + Printable.of(difference.because()), DETAIL_MARGIN);
        }
    }

    private void counted(String title, Comparison comparison, Outcome outcome) {
        List<Difference> members = comparison.differences().stream()
                .filter(d -> d.outcome() == outcome)
                .toList();
        if (!members.isEmpty()) {
            String kinds = byKind(members).entrySet().stream()
                    .map(e -> e.getKey().id() + " " + e.getValue().size())
                    .collect(Collectors.joining(", "));
            wrapped(title + ": " + kinds, MARGIN);
        }
    }

    /** By reason: what one missing file hides stands in one place. */
    private void notCompared(Comparison comparison) {
        Map<String, List<Difference>> byReason = comparison.differences().stream()
                .filter(d -> d.outcome() == Outcome.NOT_COMPARED)
                .collect(Collectors.groupingBy(Difference::because, LinkedHashMap::new, Collectors.toList()));
        byReason.forEach((reason, members) -> {
            String what = style.verbose()
                    ? members.stream().map(CompareText::name).collect(Collectors.joining(", "))
                    : byKind(members).entrySet().stream()
                            .map(e -> e.getValue().size() == 1
                                    ? name(e.getValue().get(0))
                                    : e.getKey().id() + " " + e.getValue().size())
                            .collect(Collectors.joining(", "));
            wrapped("not compared, %s: %s".formatted(Printable.of(reason), what), MARGIN);
        });
    }

    private void summary(Comparison comparison) {
        if (!lines.get(lines.size() - 1).isEmpty()) {
            line("");
        }
        String verdict = comparison.isSame()
                ? Paint.GREEN.over("same in what matters", style)
                : Paint.RED.over("differs in what matters", style);
        wrapped(
                "%s: of %d quantities %d agree, %d matter, %d follow, %d do not matter, %d drifted, %d not compared"
                        .formatted(
                                verdict,
                                comparison.differences().size(),
                                comparison.count(Outcome.SAME),
                                comparison.count(Outcome.MATTERS),
                                comparison.count(Outcome.FOLLOWS),
                                comparison.count(Outcome.IMMATERIAL),
                                comparison.count(Outcome.DRIFTED),
                                comparison.count(Outcome.NOT_COMPARED)),
                MARGIN);
    }

    private void wrapped(String text, int indent) {
        lines.addAll(Lines.wrap(text, indent, style.columns()));
    }

    private void line(String text) {
        lines.add(text);
    }
}
