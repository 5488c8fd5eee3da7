package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.owner.PageShares;
import dev.plumbline.inspector.owner.PopulatedPages;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;

/** Reads which pages of a process are populated, by PAGEMAP_SCAN where the kernel has it and by pagemap where not. */
final class PageReading {

    /** 128 MiB of pagemap: 64 GiB of 4 KiB pages. */
    private static final long MOST_ENTRIES = 1L << 24;

    private static final long JOINED_GAP_BYTES = 64L << 20;

    private final ProcessView process;
    private final KernelFiles files;
    private final int pageBytes;

    PageReading(ProcessView process, int pageBytes) {
        this.process = process;
        this.files = process.host().files();
        this.pageBytes = pageBytes;
    }

    /**
     * The populated pages.
     *
     * @param because why they are not known; empty where they are
     */
    record Populated(PopulatedPages pages, String because) {}

    Populated populated(List<AddressRange> ranges) {
        PopulatedPages runs = new PopulatedPages();
        List<Span> spans = spans(ranges);
        if (files.pageRuns(process.pid(), joined(spans), runs::add).content().isPresent()) {
            return new Populated(runs, "");
        }
        PopulatedPages pages = new PopulatedPages();
        Reading<PagemapCoverage> read =
                files.pagemap(process.pid(), pageBytes, spans, MOST_ENTRIES, (addresses, entries, count) -> {
                    for (int i = 0; i < count; i++) {
                        pages.add(addresses[i], entries[i], pageBytes);
                    }
                });
        if (read.content().isPresent()) {
            return new Populated(pages, "");
        }
        Verdict.NotObservable why = new Observation<>(process.path("pagemap"), read.withoutContent()).whyNot();
        return new Populated(pages, why.because() + (why.remedy().isEmpty() ? "" : "; would need " + why.remedy()));
    }

    /** What pages count for in Pss; of a pagemap that cannot be read, nothing. */
    PageShares shares(List<AddressRange> ranges) {
        PageShares shares = new PageShares(pageBytes, new MappingCounts(files)::of);
        files.pagemap(process.pid(), pageBytes, spans(ranges), MOST_ENTRIES, shares::add);
        return shares;
    }

    /** A scan passes over what is not mapped at no cost, and each call costs more than what little lies between two ranges. */
    private static List<Span> joined(List<Span> spans) {
        List<Span> joined = new ArrayList<>();
        for (Span span : spans) {
            Span last = joined.isEmpty() ? span : joined.get(joined.size() - 1);
            if (joined.isEmpty() || Long.compareUnsigned(span.start() - last.end(), JOINED_GAP_BYTES) > 0) {
                joined.add(span);
            } else {
                joined.set(joined.size() - 1, new Span(last.start(), span.end()));
            }
        }
        return joined;
    }

    private static List<Span> spans(List<AddressRange> ranges) {
        return ranges.stream()
                .map(r -> new Span(r.start().value(), r.end().value()))
                .toList();
    }
}
