package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.Contradiction;
import dev.plumbline.inspector.reference.zone.ManagedPages;
import dev.plumbline.inspector.reference.zone.MarkSpacing;
import dev.plumbline.inspector.reference.zone.Passes;
import dev.plumbline.inspector.reference.zone.Quantity;
import dev.plumbline.inspector.reference.zone.Release;
import dev.plumbline.inspector.reference.zone.Solution;
import dev.plumbline.inspector.reference.zone.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns one quantity of a solved {@link ManagedHistory} into a verdict. */
final class HistoryVerdict {

    /** More numbers than these cannot have been changed one by one: then it is the assumptions that fail. */
    private static final int FEW = 2;

    private final ManagedHistory.Solved history;
    private final Solution solution;

    HistoryVerdict(ManagedHistory.Solved history) {
        this.history = history;
        this.solution = history.solution();
    }

    /**
     * The verdict.
     *
     * @param unit what the quantity counts
     * @param where the published number
     */
    Verdict of(Quantity quantity, String unit, Evidence where) {
        long published = history.problem().published().at(quantity);
        Optional<Contradiction> contradiction = solution.contradictions().stream()
                .filter(c -> c.quantity().equals(quantity))
                .findFirst();
        if (contradiction.isPresent()) {
            return contradicted(contradiction.get(), unit);
        }
        if (quantity instanceof Quantity.MinFree
                && !solution.scenario().asBooted()
                && history.withoutLog().isPresent()) {
            return withoutLog(history.withoutLog().get());
        }
        long today = solution.today(quantity);
        List<Verdict.Term> terms = new ArrayList<>();
        if (quantity instanceof Quantity.MinFree && solution.scenario().passes() == Passes.SET_LATER) {
            today = solution.kernelMinFreeKib();
            addIfAny(published - today, Evidence.in(where.file(), "the watermarks of all zones follow from it"), terms);
        }
        for (Solution.Effect effect : solution.effects(quantity)) {
            terms.add(new Verdict.Term(effect.amount(), evidence(effect.release())));
        }
        if (quantity instanceof Quantity.Mark mark) {
            long boost = solution.boosts().getOrDefault(mark.zone(), 0L);
            addIfAny(boost, Evidence.in(where.file(), "the zone's watermarks are boosted by " + boost), terms);
        }
        if (published == today) {
            return new Verdict.Holds(published + " " + unit, today + " " + unit, "");
        }
        return new Verdict.Explained(published, today, unit, terms, because());
    }

    /** The evidence for every verdict of the history: where the number stands, and the set of managed pages. */
    List<Evidence> evidence(Evidence where) {
        List<Evidence> all = new ArrayList<>();
        all.add(where);
        all.add(Evidence.in(
                ManagedHistories.ZONEINFO,
                "watermarks from managed " + pages(solution.atMarks()) + "; reserves from managed "
                        + pages(solution.atReserve())));
        solution.released().forEach(placed -> all.add(evidence(placed)));
        return all;
    }

    private Verdict contradicted(Contradiction contradiction, String unit) {
        int wrong = solution.contradictions().size();
        if (history.withoutLog().isPresent()) {
            return excluded(contradiction, unit)
                    .orElseGet(() -> withoutLog(history.withoutLog().get()));
        }
        if (!history.unlogged().isEmpty() && wrong > FEW) {
            return new Verdict.NotObservable(
                    "managed pages were changed by amounts that are not logged zone by zone: "
                            + history.unlogged().get(0).text(),
                    "");
        }
        int others = history.problem().published().quantities().size() - wrong;
        String because =
                "no set of managed pages that differs from today's by what the boot log names gives this; with "
                        + pages(solution.atMarks()) + " the other " + others + " numbers follow";
        return new Verdict.Violated(
                contradiction.published() + " " + unit, contradiction.predicted() + " " + unit, because + candidates());
    }

    /** What no earlier managed pages can give: memory was handed back since and raised them, in no zone by a negative amount. */
    private Optional<Verdict> excluded(Contradiction contradiction, String unit) {
        String because = "";
        if (contradiction.quantity() instanceof Quantity.Mark mark) {
            Optional<Watermark> outlier = MarkSpacing.outlier(
                    history.problem().published().zones().get(mark.zone()).marks(),
                    solution.steps().get(0).marks().get(mark.zone()));
            because = outlier.filter(mark.mark()::equals).isPresent()
                    ? "the watermarks of a zone lie at equal distances, whatever they were computed from"
                    : "";
        } else if (contradiction.quantity() instanceof Quantity.Reserve
                && history.unlogged().isEmpty()
                && contradiction.published() > solution.today(contradiction.quantity())) {
            because = "more than even today's managed pages give, and managed pages have only grown since boot";
        }
        return because.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict.Violated(
                        contradiction.published() + " " + unit,
                        "about " + contradiction.predicted() + " " + unit + ", exactly with the boot log",
                        because));
    }

    private static Verdict withoutLog(Verdict.NotObservable why) {
        return new Verdict.NotObservable(
                "computed from managed pages of an earlier moment; what was handed back since stands in the boot log: "
                        + why.because(),
                why.remedy());
    }

    private String candidates() {
        if (solution.candidates().isEmpty()) {
            return "";
        }
        return ". As few contradictions remain if instead the wrong one is "
                + solution.candidates().stream().map(this::name).collect(Collectors.joining(" or "));
    }

    private String name(Quantity quantity) {
        if (quantity instanceof Quantity.Mark mark) {
            return zone(mark.zone()) + " " + mark.mark().label();
        }
        if (quantity instanceof Quantity.Boost boost) {
            return zone(boost.zone()) + " boost";
        }
        if (quantity instanceof Quantity.Reserve reserve) {
            return zone(reserve.zone()) + " protection[" + reserve.upper() + "]";
        }
        return "min_free_kbytes";
    }

    private String because() {
        String text = solution.scenario().passes().words() + ", from managed " + pages(solution.atMarks());
        return history.replaced()
                .map(r -> text + "; " + zone(r.zone()) + " managed taken as " + r.required() + ", not " + r.printed()
                        + " as printed, because the sum of all zones requires it")
                .orElse(text);
    }

    /** Only zones with pages; today's value beside it where it differs. */
    private String pages(ManagedPages managed) {
        return IntStream.range(0, history.zones().size())
                .filter(i -> solution.now().of(i) != 0)
                .mapToObj(i -> zone(i) + " " + managed.of(i)
                        + (managed.of(i) == solution.now().of(i)
                                ? ""
                                : " (today " + solution.now().of(i) + ")"))
                .collect(Collectors.joining(", "));
    }

    private Evidence evidence(Release.Placed placed) {
        LogLine line = history.lines().get(placed.release().id());
        return Evidence.at(
                history.logPath(),
                line.line(),
                "%s (%d pages in %s)".formatted(line.text(), placed.release().pages(), zone(placed.zone())));
    }

    private String zone(int index) {
        return history.zones().get(index).subject();
    }

    private static void addIfAny(long amount, Evidence evidence, List<Verdict.Term> terms) {
        if (amount != 0) {
            terms.add(new Verdict.Term(amount, evidence));
        }
    }
}
