package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.check.LayoutSurvey;
import dev.plumbline.inspector.reference.mmu.tlb.Bounds;
import dev.plumbline.inspector.reference.mmu.tlb.LayoutCensus;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModel;
import dev.plumbline.inspector.reference.mmu.tlb.WalkShape;
import dev.plumbline.inspector.report.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A what-if for people, in 80 columns. */
final class TlbWhatIfText {

    private final StringBuilder out = new StringBuilder();
    private final TlbWhatIf whatIf;
    private final LayoutSurvey survey;
    private final List<LayoutCensus.Outcome> outcomes;

    private TlbWhatIfText(TlbWhatIf whatIf) {
        this.whatIf = whatIf;
        this.survey = whatIf.survey();
        this.outcomes = whatIf.outcomes();
    }

    static String of(TlbWhatIf whatIf) {
        return new TlbWhatIfText(whatIf).write();
    }

    private String write() {
        TlbText.heading(out, whatIf.choice(), whatIf.format());
        now();
        sizes();
        tables();
        reach();
        out.append('\n');
        survey.notes().forEach(n -> TlbText.wrap(out, "", "note: " + Printable.of(n)));
        if (outcomes.stream().anyMatch(o -> !whatIf.isOffered(o.pageShift()))) {
            TlbText.wrap(
                    out,
                    "",
                    "* %s has no page of this size: its tables are those of the next smaller one, and so are its TLB entries"
                            .formatted(whatIf.format().name()));
        }
        TlbText.assumptions(out, whatIf.choice().model());
        return out.toString();
    }

    private void now() {
        LayoutCensus census = survey.census();
        TlbText.wrap(
                out,
                "",
                "%s: %,d mappings of %s, %s resident (%s)"
                        .formatted(
                                Printable.of(whatIf.subject()),
                                census.mappings(),
                                PageSizeArgument.bytes(census.mappedBytes()),
                                bytes(census.residentBytes()),
                                survey.exact() ? "every page, by pagemap" : "by Rss"));
        TlbText.wrap(
                out,
                "",
                "now: VmPTE %s (PTE, PMD and PUD tables); huge pages: transparent %s, hugetlbfs %s"
                        .formatted(kib(survey.vmPteKib()), kib(survey.transparentKib()), kib(survey.hugetlbKib())));
    }

    private static String kib(OptionalLong kib) {
        return kib.isPresent() ? PageSizeArgument.bytes(kib.getAsLong() << 10) : "not known";
    }

    private void sizes() {
        out.append("\n%-8s %23s %19s %12s %13s%n"
                .formatted("size", "pages to hold it", "lost by rounding", "mappings", "TLB entries"));
        out.append("%-8s %23s %19s %12s %13s%n".formatted("", "", "", "it fits in", "where it fits"));
        for (LayoutCensus.Outcome outcome : outcomes) {
            out.append("%-8s %23s %19s %5d %5s%% %13s%n"
                    .formatted(
                            name(outcome),
                            number(outcome.pages()),
                            bytes(whatIf.rounding(outcome)),
                            outcome.fittingMappings(),
                            percent(outcome.fittingMappings(), survey.census().mappings()),
                            number(outcome.entries())));
        }
    }

    private String name(LayoutCensus.Outcome outcome) {
        return PageSizeArgument.words(outcome.pageShift()) + (whatIf.isOffered(outcome.pageShift()) ? "" : " *");
    }

    private void tables() {
        table("page tables, " + whatIf.format().levels().size() + " levels", whatIf.format(), outcomes);
        whatIf.deeper()
                .ifPresent(deeper ->
                        table("page tables, " + deeper.levels().size() + " levels", deeper, whatIf.deeperOutcomes()));
    }

    private void table(String title, PageTableFormat format, List<LayoutCensus.Outcome> all) {
        out.append("\n%s%n%-8s".formatted(title, "size"));
        format.levels().forEach(l -> out.append(" %9s".formatted(l.role())));
        out.append(" %14s %5s%n".formatted("bytes", "walk"));
        for (LayoutCensus.Outcome outcome : all) {
            out.append("%-8s".formatted(name(outcome)));
            outcome.tables().forEach(t -> out.append(" %9s".formatted(number(t))));
            out.append(" %14s %5d%n"
                    .formatted(
                            bytes(TlbWhatIf.tableBytes(outcome.tables(), format)),
                            WalkShape.of(format).references(outcome.pageShift())));
        }
    }

    private void reach() {
        TlbModel model = whatIf.choice().model();
        out.append("\nTLB reach%n%-8s".formatted("size"));
        List<String> names = new ArrayList<>();
        for (int level = 1; level <= model.levels(); level++) {
            names.add("L" + level + " code");
            names.add("L" + level + " data");
        }
        names.forEach(n -> out.append(" %10s".formatted(n)));
        out.append(" %24s%n".formatted("of resident, last level"));
        for (LayoutCensus.Outcome outcome : outcomes) {
            out.append("%-8s".formatted(name(outcome)));
            for (int level = 1; level <= model.levels(); level++) {
                for (ReferenceKind kind : List.of(ReferenceKind.INSTRUCTION, ReferenceKind.LOAD)) {
                    out.append(" %10s".formatted(reachWords(model.reachBytes(level, kind, outcome.pageShift()))));
                }
            }
            long reach = model.reachBytes(model.levels(), ReferenceKind.LOAD, outcome.pageShift());
            long resident = survey.census().residentBytes().most();
            out.append(" %24s%n".formatted(resident == 0 ? "-" : percent(Math.min(reach, resident), resident) + "%"));
        }
    }

    private static String reachWords(long bytes) {
        return bytes == 0 ? "-" : PageSizeArgument.bytes(bytes);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : "%.0f".formatted(100.0 * part / whole);
    }

    private static String number(Bounds bounds) {
        return bounds.isExact() ? "%,d".formatted(bounds.least()) : "%,d-%,d".formatted(bounds.least(), bounds.most());
    }

    private static String bytes(Bounds bounds) {
        return bounds.isExact()
                ? PageSizeArgument.bytes(bounds.least())
                : PageSizeArgument.bytes(bounds.least()) + "-" + PageSizeArgument.bytes(bounds.most());
    }
}
