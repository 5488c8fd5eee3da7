package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges tables beyond those that a process's pages need. Such tables exist only in spans of its mappings
 * ({@code free_pgtables} frees the others), and only for a reason that leaves a trace.
 */
final class TableSurplus {

    private final TablePrediction prediction;
    private final ProcessView process;
    private final long expected;

    TableSurplus(TablePrediction prediction) {
        this.prediction = prediction;
        this.process = prediction.process();
        this.expected = prediction.expectedKib();
    }

    Verdict judge(long observed) {
        long surplus = observed - expected;
        long most = prediction.possibleKib(
                TablePrediction.ranges(prediction.memory().mappings()));
        if (surplus % (prediction.tableBytes() >> 10) != 0) {
            return violated(observed, "tables come in %d KiB".formatted(prediction.tableBytes() >> 10));
        }
        if (surplus > most) {
            return violated(
                    observed, "a table in every span of its mappings would be %d KiB".formatted(expected + most));
        }
        return unshown(observed)
                .or(() -> inherited(observed, most))
                .or(() -> notRead(observed))
                .or(() -> emptied(observed, most))
                .orElseGet(() -> violated(observed, "its pages need " + prediction.sum()));
    }

    /** Mappings of device memory and of the kernel's own pages have tables that pagemap does not show. */
    private Optional<Verdict> unshown(long observed) {
        List<Verdict.Term> terms = new ArrayList<>();
        List<AddressRange> before = new ArrayList<>();
        long sum = 0;
        for (SmapsVma mapping : prediction.unshown()) {
            before.add(mapping.vma().range());
            long all = prediction.possibleKib(before);
            if (all > sum) {
                terms.add(new Verdict.Term(
                        all - sum,
                        Evidence.at(
                                process.path("maps"),
                                mapping.vma().line(),
                                "%s %s: VM_PFNMAP, pagemap does not show its entries"
                                        .formatted(
                                                mapping.vma().range(),
                                                mapping.vma().path()))));
                sum = all;
            }
        }
        if (observed == expected + sum) {
            return Optional.of(new Verdict.Explained(
                    observed, expected, "KiB", terms, "tables of mappings whose entries pagemap does not show"));
        }
        return observed < expected + sum
                ? Optional.of(between(
                        observed, expected + sum, "mappings with VM_PFNMAP, whose entries pagemap does not show", ""))
                : Optional.empty();
    }

    private Optional<Verdict> inherited(long observed, long most) {
        return process.stat().forkedWithoutExec()
                ? InheritedTables.of(prediction).judge(observed, expected + most)
                : Optional.empty();
    }

    /** A page that smaps does not count, such as the zero page, may be where pagemap was not read. */
    private Optional<Verdict> notRead(long observed) {
        ProcessMemory memory = prediction.memory();
        long possible = memory.notRead().isEmpty() ? 0 : prediction.possibleKib(prediction.untold());
        return observed <= expected + possible
                ? Optional.of(between(
                        observed,
                        expected + possible,
                        "pagemap was not read in " + memory.notReadByName(),
                        "a kernel with PAGEMAP_SCAN (6.7)"))
                : Optional.empty();
    }

    private Optional<Verdict> emptied(long observed, long most) {
        return GivenBack.of(process.status().intact().orElseThrow())
                .map(trace ->
                        between(observed, expected + most, "tables may be left of pages given back: " + trace, ""));
    }

    private Verdict between(long observed, long upper, String cause, String remedy) {
        return new Verdict.NotObservable(
                "VmPTE %d KiB lies between %d and %d KiB: %s".formatted(observed, expected, upper, cause), remedy);
    }

    private Verdict violated(long observed, String because) {
        return new Verdict.Violated(PageTableBytes.kib(observed), PageTableBytes.kib(expected), because);
    }
}
