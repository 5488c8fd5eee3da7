package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.MappedPages;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.tlb.PageMap;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.source.trace.TraceDamage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A trace's run for people, in 80 columns. */
final class TlbTraceText {

    private static final int SHOWN_MAPPINGS = 20;

    private final StringBuilder out = new StringBuilder();
    private final TlbTrace trace;

    private TlbTraceText(TlbTrace trace) {
        this.trace = trace;
    }

    static String of(TlbTrace trace) {
        return new TlbTraceText(trace).write();
    }

    private String write() {
        TlbText.heading(out, trace.choice(), trace.format());
        TlbText.wrap(
                out,
                "",
                "%s: %s, %,d references"
                        .formatted(
                                Printable.of(trace.file().words()),
                                trace.summary().form(),
                                trace.summary().references()));
        damage();
        trace.runs().forEach(this::run);
        out.append('\n');
        trace.process().map(MappedPages::notes).orElse(List.of()).forEach(n -> TlbText.wrap(out, "", "note: " + n));
        TlbText.assumptions(out, trace.choice().model());
        return out.toString();
    }

    private static String name(ReferenceKind kind) {
        return switch (kind) {
            case INSTRUCTION -> "fetches";
            case LOAD -> "loads";
            case STORE -> "stores";
        };
    }

    private void damage() {
        if (trace.summary().damagedLines() == 0) {
            return;
        }
        out.append("%,d damaged lines were passed over, the first of them:%n"
                .formatted(trace.summary().damagedLines()));
        for (TraceDamage damage : trace.summary().firstDamages()) {
            out.append("  line %d: \"%s\"%n".formatted(damage.line(), Printable.of(damage.text())));
        }
        TlbText.wrap(
                out,
                "  ",
                "allowed are " + trace.summary().firstDamages().get(0).allowed());
    }

    private void run(TlbRun run) {
        out.append('\n').append(run.pages());
        if (run.run().crossings() > 0) {
            out.append("; %,d references cross into another page and count on both"
                    .formatted(run.run().crossings()));
        }
        out.append('\n');
        header(run, "");
        for (ReferenceKind kind : ReferenceKind.values()) {
            row(name(kind), run.of(kind));
        }
        row("all", run.all());
        walks(run);
        bySize(run);
        byMapping(run);
    }

    private void header(TlbRun run, String what) {
        out.append("  %-20s %13s".formatted(what, "references"));
        for (int level = 1; level <= run.levels(); level++) {
            out.append(" %8s".formatted("L" + level));
        }
        out.append(" %12s %9s%n".formatted("walks", "per 1000"));
    }

    private void row(String name, TlbRun.Sum sum) {
        out.append("  %-20s %,13d".formatted(name, sum.references()));
        for (int level = 0; level < sum.served().size() - 1; level++) {
            out.append(" %8s".formatted(percent(sum.served().get(level), sum.references())));
        }
        out.append(" %,12d %9s%n"
                .formatted(
                        sum.walks(),
                        sum.references() == 0 ? "-" : "%.3f".formatted(1000.0 * sum.walks() / sum.references())));
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : "%.2f%%".formatted(100.0 * part / whole);
    }

    private void walks(TlbRun run) {
        long walks = run.all().walks();
        long[] reads = run.run().tlb().walkReadsByLevel();
        long[] hits = run.run().tlb().walkCacheHitsByLevel();
        List<String> levels = new ArrayList<>();
        List<String> spared = new ArrayList<>();
        for (int i = 0; i < reads.length; i++) {
            String role = trace.format().levels().get(i).role().name();
            if (reads[i] > 0) {
                levels.add("%,d %s".formatted(reads[i], role));
            }
            if (hits[i] > 0) {
                spared.add("%,d at a %s".formatted(hits[i], role));
            }
        }
        long all = run.run().tlb().walkReads();
        if (walks > 0) {
            TlbText.wrap(
                    out,
                    "  ",
                    "walks read %,d entries, %.2f a walk: %s"
                            .formatted(all, (double) all / walks, String.join(", ", levels)));
        }
        if (!spared.isEmpty()) {
            TlbText.wrap(out, "  ", "walk caches let walks begin below an entry: " + String.join(", ", spared));
        }
    }

    private void bySize(TlbRun run) {
        Map<Integer, TlbRun.Sum> sums = new TreeMap<>();
        for (int range = 0; range < run.map().size(); range++) {
            sums.merge(run.pageShift(range), run.of(range), TlbRun.Sum::plus);
        }
        if (sums.size() > 1) {
            out.append('\n');
            header(run, "by page size");
            sums.forEach((shift, sum) -> row(PageSizeArgument.words(shift), sum));
        }
    }

    private void byMapping(TlbRun run) {
        if (trace.process().isEmpty()) {
            return;
        }
        List<TlbByMapping.Row> rows = TlbByMapping.of(run, trace.process().get().vmas()).stream()
                .sorted(Comparator.<TlbByMapping.Row>comparingLong(r -> r.sum().walks())
                        .thenComparingLong(r -> r.sum().references())
                        .reversed())
                .toList();
        out.append('\n');
        header(run, "by mapping");
        rows.stream().limit(SHOWN_MAPPINGS).forEach(row -> {
            row(row.vma().map(TlbTraceText::range).orElse("elsewhere"), row.sum());
            row.vma().ifPresent(vma -> out.append("    ")
                    .append(vma.permissions())
                    .append(' ')
                    .append(Printable.of(vma.path().isEmpty() ? "(anonymous)" : vma.path()))
                    .append('\n'));
        });
        rows.stream()
                .skip(SHOWN_MAPPINGS)
                .map(TlbByMapping.Row::sum)
                .reduce(TlbRun.Sum::plus)
                .ifPresent(rest -> row("%,d others".formatted(rows.size() - SHOWN_MAPPINGS), rest));
        if (run.of(PageMap.ELSEWHERE).references() > 0) {
            TlbText.wrap(
                    out,
                    "  ",
                    "elsewhere: addresses of the trace that " + trace.subject()
                            + " does not map; a trace of another run has other addresses");
        }
    }

    private static String range(Vma vma) {
        String start = Long.toHexString(vma.range().start().value());
        return start + " " + PageSizeArgument.bytes(vma.range().sizeBytes()).replace(" ", "");
    }
}
