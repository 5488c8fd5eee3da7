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
import java.util.stream.Collectors;

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

    /** 128 MiB of pagemap: 64 GiB of 4 KiB pages. */
    private static final long MAX_ENTRIES = 1L << 24;

    /** Of mappings of which smaps shows no page, where they are read in full: 8 MiB of pagemap. */
    private static final long MAX_BARE_ENTRIES = 1L << 20;

    private static final int NAMED_RANGES = 3;

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
        boolean sparsely = process.host().files().readsPagemapSparsely();
        PagemapPlan plan = PagemapPlan.of(mappings, sparsely);
        Reading<PagemapCoverage> shown = read(process, pageShift, plan.shown(), MAX_ENTRIES, digester);
        if (shown.content().isEmpty()) {
            return new Unread(new Observation<>(process.path("pagemap"), shown.withoutContent()).whyNot());
        }
        Reading<PagemapCoverage> bare =
                read(process, pageShift, plan.bare(), sparsely ? MAX_ENTRIES : MAX_BARE_ENTRIES, digester);
        PagemapCoverage coverage = sum(shown.content().get(), bare, plan);
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
            ProcessView process, int pageShift, List<Span> spans, long maxEntries, PagemapDigester digester) {
        digester.rewind();
        return process.host().files().pagemap(process.pid(), 1 << pageShift, spans, maxEntries, digester);
    }

    private static PagemapCoverage sum(PagemapCoverage shown, Reading<PagemapCoverage> bare, PagemapPlan plan) {
        List<Span> notRead = new ArrayList<>(shown.notRead());
        notRead.addAll(bare.content().map(PagemapCoverage::notRead).orElse(plan.bare()));
        notRead.addAll(plan.leftOut());
        notRead.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        long entriesRead = shown.entriesRead()
                + bare.content().map(PagemapCoverage::entriesRead).orElse(0L);
        return new PagemapCoverage(shown.method(), entriesRead, notRead);
    }

    /** What of pagemap was asked for, or left out, and is not known; ascending. */
    List<AddressRange> notRead() {
        return coverage.notRead().stream()
                .map(s -> AddressRange.of(s.start(), s.end()))
                .toList();
    }

    /** The first of those ranges, by name; blank if everything was read. */
    String notReadByName() {
        List<AddressRange> ranges = notRead();
        String named =
                ranges.stream().limit(NAMED_RANGES).map(AddressRange::toString).collect(Collectors.joining(" "));
        return ranges.size() <= NAMED_RANGES ? named : "%s and %d more".formatted(named, ranges.size() - NAMED_RANGES);
    }
}
