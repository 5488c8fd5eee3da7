package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.reference.mmu.TableCensus;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables that a process can have got when it was forked although they hold none of its pages. fork walks the mappings that
 * have anonymous pages and makes a table wherever the parent has one, whether or not entries are copied into it
 * (copy_page_range and copy_pte_range, mm/memory.c, 5.10 to 6.18).
 */
final class InheritedTables {

    private final TablePrediction child;
    private final Optional<ProcessView> parent;

    private InheritedTables(TablePrediction child, Optional<ProcessView> parent) {
        this.child = child;
        this.parent = parent;
    }

    /** The tables that a process forked without exec has of its parent, if that still runs the same program. */
    static InheritedTables of(TablePrediction child) {
        ProcessView process = child.process();
        Optional<ProcessStat> stat = ProcessView.readStat(process.stat().ppid(), process.host())
                .intact()
                .flatMap(s -> s);
        return new InheritedTables(
                child,
                stat.map(s -> new ProcessView(s, process.host()))
                        .filter(p -> p.stat().startCode().equals(process.stat().startCode()))
                        .filter(p -> p.stat().startStack().equals(process.stat().startStack())));
    }

    /** A verdict on a process that has more than it needs; empty where nothing inherited could account for it. */
    Optional<Verdict> judge(long observed, long upper) {
        long expected = child.expectedKib();
        Optional<ProcessMemory> memory = parent.map(ProcessMemory::of)
                .filter(ProcessMemory.Digested.class::isInstance)
                .map(o -> ((ProcessMemory.Digested) o).memory());
        if (memory.flatMap(ProcessMemory::census).isEmpty()) {
            return Optional.of(
                    between(observed, expected, upper, "it is the copy of a process that is not there any more"));
        }
        List<Verdict.Term> terms = terms(memory.get().census().orElseThrow());
        long possible = terms.stream().mapToLong(Verdict.Term::amount).sum();
        if (observed == expected + possible) {
            return Optional.of(new Verdict.Explained(
                    observed, expected, "KiB", terms, "tables copied when it was forked, without entries"));
        }
        if (observed < expected + possible) {
            return Optional.of(between(
                    observed,
                    expected,
                    expected + possible,
                    "tables without entries may have been copied when it was forked"));
        }
        return parent.orElseThrow()
                .status()
                .intact()
                .flatMap(GivenBack::of)
                .map(trace ->
                        between(observed, expected, upper, "its parent may have had emptied tables to copy: " + trace));
    }

    private List<Verdict.Term> terms(TableCensus parentCensus) {
        List<AddressRange> copied = child.memory().mappings().stream()
                .filter(InheritedTables::isCopied)
                .map(m -> m.vma().range())
                .toList();
        List<Verdict.Term> terms = new ArrayList<>();
        for (int i = 0; i < parentCensus.levels().size(); i++) {
            TableCensus.Level has = parentCensus.levels().get(i);
            TableCensus.Level needs = child.census().levels().get(i);
            for (long start : has.spans().starts()) {
                AddressRange span = AddressRange.of(start, start + (1L << has.spanShift()));
                if (has.preallocated() == 0 && !needs.spans().contains(start) && touches(span, copied)) {
                    terms.add(new Verdict.Term(
                            has.bytesPerTable() >> 10,
                            Evidence.in(
                                    parent.orElseThrow().path("pagemap"),
                                    "%s table of %s: pages of %s"
                                            .formatted(
                                                    has.role(),
                                                    span,
                                                    parent.orElseThrow().subject()))));
                }
            }
        }
        return terms;
    }

    /** Whether fork walks the mapping (vma_needs_copy): private, with anonymous pages or able to have got some. */
    private static boolean isCopied(SmapsVma mapping) {
        boolean anonymous = mapping.vma().writable()
                || mapping.sizeKib("Anonymous").orElse(0) > 0
                || mapping.swapKib().orElse(0) > 0;
        return !mapping.vma().shared() && anonymous;
    }

    private static boolean touches(AddressRange span, List<AddressRange> ranges) {
        return ranges.stream()
                .anyMatch(r -> Long.compareUnsigned(
                                        r.start().value(), span.end().value())
                                < 0
                        && Long.compareUnsigned(span.start().value(), r.end().value()) < 0);
    }

    private static Verdict between(long observed, long lower, long upper, String cause) {
        return new Verdict.NotObservable(
                "VmPTE %d KiB lies between %d and %d KiB: %s".formatted(observed, lower, upper, cause), "");
    }
}
