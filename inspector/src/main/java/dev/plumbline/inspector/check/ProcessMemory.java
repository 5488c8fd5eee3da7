package dev.plumbline.inspector.check;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.StatusParser;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.TableCensus;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pagemap of one process says, digested in one pass: the tables its pages need and the frames outside RAM. Nothing
 * is kept for a page.
 *
 * @param mappings the mappings of {@code maps}, with what {@code smaps} says of each
 * @param census the page tables that must be; empty without a reference for the architecture
 * @param frames the frames shown; empty where iomem or zoneinfo could not be read
 * @param presentPages pages present
 * @param framesHidden present pages whose frame the kernel showed as zero
 * @param outrun a mapping of which smaps counted more pages than pagemap showed
 * @param coverage how the pagemap was read
 * @param statusAfter {@code status} once more, read after the pagemap; absent in a capture without a second reading
 */
record ProcessMemory(
        List<SmapsVma> mappings,
        Optional<TableCensus> census,
        Optional<FrameTally> frames,
        long presentPages,
        long framesHidden,
        Optional<SmapsVma> outrun,
        PagemapCoverage coverage,
        Observation<ProcessStatus> statusAfter) {

    /**
     * How much address space of mappings without any page in RAM or swap is read at most with reads of the text kind: Java,
     * Go and sanitizers reserve terabytes, and each costs 2 GiB of pagemap.
     */
    private static final long SPARSE_BYTES = 1L << 30;

    /** 128 MiB of pagemap: 64 GiB of 4 KiB pages. */
    private static final long MAX_ENTRIES = 1L << 24;

    /** What is read of large mappings without any page, should the kernel have no PAGEMAP_SCAN: 8 MiB of pagemap. */
    private static final long MAX_SPARSE_ENTRIES = 1L << 20;

    /** A process's digest, or why there is none. */
    sealed interface Outcome {}

    /** The digest. */
    record Digested(ProcessMemory memory) implements Outcome {}

    /** No digest. */
    record Unread(Verdict.NotObservable why) implements Outcome {}

    /** The digest of a process, made once. */
    static Outcome of(ProcessView process) {
        return process.once("process-memory", () -> digest(process, HostMemory.of(process.host())));
    }

    private static Outcome digest(ProcessView process, HostMemory host) {
        Optional<Verdict.NotObservable> missing = missing(process, host);
        if (missing.isPresent()) {
            return new Unread(missing.get());
        }
        int pageShift = host.pageShift().orElseThrow();
        List<SmapsVma> mappings = mappings(process, host);
        PagemapDigester digester =
                new PagemapDigester(mappings, host.newCensus(), host.frames().map(FrameTally::new), pageShift);
        Reading<PagemapCoverage> dense = read(process, pageShift, mappings, false, MAX_ENTRIES, digester);
        if (dense.content().isEmpty()) {
            return new Unread(new Observation<>(process.path("pagemap"), dense.withoutContent()).whyNot());
        }
        PagemapCoverage coverage = dense.content().get();
        Reading<PagemapCoverage> sparse = read(process, pageShift, mappings, true, MAX_SPARSE_ENTRIES, digester);
        if (sparse.content().isPresent()) {
            coverage = sum(coverage, sparse.content().get());
        }
        digester.finish();
        String status = process.path("status");
        return new Digested(new ProcessMemory(
                mappings,
                digester.census(),
                digester.frames(),
                digester.presentPages(),
                digester.framesHidden(),
                digester.outrun(),
                coverage,
                HostView.observe(status, process.host().files().readAgain(status), StatusParser::parse)));
    }

    private static Optional<Verdict.NotObservable> missing(ProcessView process, HostMemory host) {
        if (process.status().intact().isEmpty()) {
            return Optional.of(process.status().whyNot());
        }
        if (process.maps().intact().isEmpty()) {
            return Optional.of(process.maps().whyNot());
        }
        if (process.smaps().intact().isEmpty()) {
            return Optional.of(process.smaps().whyNot());
        }
        return host.pageShift().isPresent() ? Optional.empty() : Optional.of(host.whyNoPageSize());
    }

    /** The mappings of maps; what smaps says of a mapping that changed between the two readings is left out. */
    private static List<SmapsVma> mappings(ProcessView process, HostMemory host) {
        Map<AddressRange, SmapsVma> known = new HashMap<>();
        process.smaps().intact().orElseThrow().forEach(s -> known.put(s.vma().range(), s));
        List<SmapsVma> mappings = new ArrayList<>();
        for (Vma vma : process.maps().intact().orElseThrow()) {
            if (host.isUser(vma.range())) {
                mappings.add(known.getOrDefault(vma.range(), new SmapsVma(vma, Map.of(), Map.of(), List.of())));
            }
        }
        return List.copyOf(mappings);
    }

    private static Reading<PagemapCoverage> read(
            ProcessView process,
            int pageShift,
            List<SmapsVma> mappings,
            boolean sparse,
            long maxEntries,
            PagemapDigester digester) {
        List<Span> spans = mappings.stream()
                .filter(m -> isSparse(m) == sparse && !m.hasFlag("pf"))
                .map(m -> m.vma().range())
                .map(r -> new Span(r.start().value(), r.end().value()))
                .toList();
        digester.rewind();
        return process.host().files().pagemap(process.pid(), 1 << pageShift, spans, maxEntries, digester);
    }

    private static boolean isSparse(SmapsVma mapping) {
        return Long.compareUnsigned(mapping.vma().range().sizeBytes(), SPARSE_BYTES) > 0
                && mapping.rssKib().orElse(1) == 0
                && mapping.swapKib().orElse(1) == 0
                && !mapping.hasFlag("ht");
    }

    private static PagemapCoverage sum(PagemapCoverage one, PagemapCoverage other) {
        List<Span> notRead = new ArrayList<>(one.notRead());
        notRead.addAll(other.notRead());
        return new PagemapCoverage(one.method(), one.entriesRead() + other.entriesRead(), notRead);
    }
}
