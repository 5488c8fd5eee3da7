package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.check.MappedPages;
import dev.plumbline.inspector.reference.mmu.tlb.PageMap;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.reference.mmu.tlb.TraceRun;
import dev.plumbline.inspector.reference.mmu.tlb.WalkShape;
import dev.plumbline.inspector.source.trace.TraceSink;
import dev.plumbline.inspector.source.trace.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A trace run through a TLB in one or more ways.
 *
 * @param file the trace
 * @param summary what it held
 * @param choice the TLB
 * @param format the page tables below it
 * @param process whose mappings the counts are told by
 * @param subject that process, for people
 * @param runs at least one
 */
record TlbTrace(
        TraceFile file,
        TraceSummary summary,
        TlbModelChoice choice,
        PageTableFormat format,
        Optional<MappedPages> process,
        String subject,
        List<TlbRun> runs) {

    /** Of random replacement: the same trace gives the same counts. */
    private static final long SEED = 1;

    /**
     * Runs it.
     *
     * @param pageShifts log2 of the page sizes to run it with; without any, the process's own pages or the base page
     */
    static TlbTrace run(
            TraceFile file,
            TlbModelChoice choice,
            PageTableFormat format,
            Optional<MappedPages> process,
            String subject,
            List<Integer> pageShifts,
            OptionalInt errorColumns)
            throws Failure {
        List<TlbRun> runs = new ArrayList<>();
        List<PageMap.Range> own = process.map(MappedPages::ranges).orElse(List.of());
        if (pageShifts.isEmpty()) {
            String pages = process.isPresent()
                    ? "pages as " + subject + " has them"
                    : "pages of " + PageSizeArgument.words(format.pageShift());
            runs.add(of(pages, own, format.pageShift(), choice, format));
        }
        for (int shift : pageShifts) {
            List<PageMap.Range> same = own.stream()
                    .map(r -> new PageMap.Range(r.start(), r.end(), shift, r.owner()))
                    .toList();
            runs.add(of("pages of " + PageSizeArgument.words(shift), same, shift, choice, format));
        }
        TraceSummary summary = file.read(into(runs), errorColumns);
        return new TlbTrace(file, summary, choice, format, process, subject, List.copyOf(runs));
    }

    private static TlbRun of(
            String pages, List<PageMap.Range> ranges, int elsewhere, TlbModelChoice choice, PageTableFormat format) {
        PageMap map = new PageMap(ranges, elsewhere);
        return new TlbRun(pages, map, ranges, elsewhere, new TraceRun(choice.model(), WalkShape.of(format), map, SEED));
    }

    private static TraceSink into(List<TlbRun> runs) {
        TraceSink[] sinks = runs.stream().map(r -> into(r.run())).toArray(TraceSink[]::new);
        if (sinks.length == 1) {
            return sinks[0];
        }
        return (address, sizeBytes, kind) -> {
            for (TraceSink sink : sinks) {
                sink.reference(address, sizeBytes, kind);
            }
        };
    }

    private static TraceSink into(TraceRun run) {
        int load = ReferenceKind.LOAD.index();
        int store = ReferenceKind.STORE.index();
        return (address, sizeBytes, kind) -> {
            if (kind == TraceSink.MODIFY) {
                run.reference(address, sizeBytes, load);
                run.reference(address, sizeBytes, store);
            } else {
                run.reference(
                        address, sizeBytes, kind == TraceSink.INSTRUCTION ? 0 : kind == TraceSink.LOAD ? load : store);
            }
        };
    }
}
