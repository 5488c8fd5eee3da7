package dev.plumbline.inspector.check;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.tlb.LayoutCensus;
import dev.plumbline.inspector.reference.mmu.tlb.WalkShape;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process's real layout, counted for other page sizes, and what it has now.
 *
 * @param census with the page tables that it has
 * @param deeper the same with those of {@code deeperShape}, where one was asked for
 * @param exact whether pagemap told every page; otherwise the numbers are bounds from mappings and Rss
 * @param vmPteKib what the kernel counts for its page tables (VmPTE)
 * @param transparentKib its memory in transparent huge pages; empty where smaps could not be read
 * @param hugetlbKib its memory in pages of hugetlbfs; likewise
 * @param notes what could not be seen, and what would show it
 */
public record LayoutSurvey(
        LayoutCensus census,
        Optional<LayoutCensus> deeper,
        boolean exact,
        OptionalLong vmPteKib,
        OptionalLong transparentKib,
        OptionalLong hugetlbKib,
        List<String> notes) {

    /** 128 MiB of pagemap: 64 GiB of 4 KiB pages. */
    private static final long MAX_ENTRIES = 1L << 24;

    /** What to count for. */
    public record Question(PageTableFormat format, Optional<PageTableFormat> deeper, List<Integer> pageShifts) {

        private LayoutCensus census(PageTableFormat tables) {
            return new LayoutCensus(format.pageShift(), pageShifts, WalkShape.of(tables));
        }
    }

    /**
     * Surveys a process.
     *
     * @return empty where its maps cannot be read; {@link ProcessView#maps} says why
     */
    public static Optional<LayoutSurvey> of(ProcessView process, Question question) {
        if (process.maps().intact().isEmpty()) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>();
        List<SmapsVma> mappings = mappings(process, notes);
        LayoutCensus census = question.census(question.format());
        Optional<LayoutCensus> deeper = question.deeper().map(question::census);
        Optional<String> whyNot = count(process, question, mappings, notes, census, deeper);
        if (whyNot.isPresent()) {
            notes.add(
                    0,
                    whyNot.get()
                            + "; the numbers are bounds, from each mapping's size and Rss, which leaves out the zero page");
            census = question.census(question.format());
            deeper = question.deeper().map(question::census);
            for (SmapsVma mapping : mappings) {
                estimate(mapping, census);
                deeper.ifPresent(d -> estimate(mapping, d));
            }
        }
        boolean seen = process.smaps().intact().isPresent();
        return Optional.of(new LayoutSurvey(
                census,
                deeper,
                whyNot.isEmpty(),
                process.status().intact().map(ProcessStatus::vmPteKib).orElse(OptionalLong.empty()),
                seen ? OptionalLong.of(sum(mappings, MappedPages::transparentKib)) : OptionalLong.empty(),
                seen ? OptionalLong.of(sum(mappings, LayoutSurvey::hugetlbKib)) : OptionalLong.empty(),
                List.copyOf(notes)));
    }

    private static long sum(List<SmapsVma> mappings, Function<SmapsVma, Long> kib) {
        return mappings.stream().mapToLong(kib::apply).sum();
    }

    private static long hugetlbKib(SmapsVma mapping) {
        return mapping.sizeKib("Shared_Hugetlb").orElse(0)
                + mapping.sizeKib("Private_Hugetlb").orElse(0);
    }

    /** The user mappings of maps, with what smaps says of each. */
    private static List<SmapsVma> mappings(ProcessView process, List<String> notes) {
        HostMemory host = HostMemory.of(process.host());
        Map<AddressRange, SmapsVma> known = new HashMap<>();
        process.smaps()
                .intact()
                .ifPresentOrElse(
                        all -> all.forEach(s -> known.put(s.vma().range(), s)),
                        () -> notes.add(words(process.smaps().whyNot()) + "; Rss and huge pages are not known"));
        List<SmapsVma> mappings = new ArrayList<>();
        for (Vma vma : process.maps().intact().orElseThrow()) {
            if (host.isUser(vma.range())) {
                mappings.add(known.getOrDefault(vma.range(), new SmapsVma(vma, Map.of(), Map.of(), List.of())));
            }
        }
        return mappings;
    }

    /** Counts every page that pagemap shows, or says why it cannot. */
    private static Optional<String> count(
            ProcessView process,
            Question question,
            List<SmapsVma> mappings,
            List<String> notes,
            LayoutCensus census,
            Optional<LayoutCensus> deeper) {
        PagemapPlan plan = PagemapPlan.of(mappings, process.host().files().readsPagemapSparsely());
        List<Span> spans = Stream.concat(plan.shown().stream(), plan.bare().stream())
                .sorted((a, b) -> Long.compareUnsigned(a.start(), b.start()))
                .toList();
        Counter counter = new Counter(mappings, census, deeper);
        Reading<PagemapCoverage> reading = process.host()
                .files()
                .pagemap(process.pid(), question.format().pageSizeBytes(), spans, MAX_ENTRIES, counter);
        if (reading.content().isEmpty()) {
            return Optional.of(words(new Observation<>(process.path("pagemap"), reading.withoutContent()).whyNot()));
        }
        counter.finish();
        List<Span> notRead = reading.content().get().notRead();
        if (!notRead.isEmpty()) {
            notes.add("pagemap was not read in %d ranges, from %x on: their pages are not counted"
                    .formatted(notRead.size(), notRead.get(0).start()));
        }
        String unshown = mappings.stream()
                .filter(m -> m.hasFlag("pf"))
                .map(m -> m.vma().path().isEmpty()
                        ? m.vma().range().toString()
                        : m.vma().path())
                .collect(Collectors.joining(", "));
        if (!unshown.isEmpty()) {
            notes.add("pagemap shows no pages of " + unshown + " (VM_PFNMAP): not counted");
        }
        return Optional.empty();
    }

    private static String words(Verdict.NotObservable why) {
        return why.because() + (why.remedy().isEmpty() ? "" : "; would need " + why.remedy());
    }

    private static void estimate(SmapsVma mapping, LayoutCensus census) {
        long start = mapping.vma().range().start().value();
        long end = mapping.vma().range().end().value();
        long huge = hugetlbKib(mapping);
        census.mapping(start, end);
        OptionalLong rss = mapping.rssKib();
        long least = rss.isPresent() ? Math.min((rss.getAsLong() + huge) << 10, end - start) : 0;
        census.somewhere(least, rss.isPresent() ? least : end - start);
    }

    /** Hands the pages of pagemap on, mapping by mapping. */
    private static final class Counter implements PagemapVisitor {
        private final List<SmapsVma> mappings;
        private final LayoutCensus census;
        private final Optional<LayoutCensus> deeper;
        private int current = -1;
        private long currentEnd;

        Counter(List<SmapsVma> mappings, LayoutCensus census, Optional<LayoutCensus> deeper) {
            this.mappings = mappings;
            this.census = census;
            this.deeper = deeper;
        }

        @Override
        public void block(long[] addresses, long[] entries, int count) {
            for (int i = 0; i < count; i++) {
                while (current < 0 || Long.compareUnsigned(addresses[i], currentEnd) >= 0) {
                    advance();
                }
                boolean present = PagemapEntry.present(entries[i]);
                census.page(addresses[i], present);
                if (deeper.isPresent()) {
                    deeper.get().page(addresses[i], present);
                }
            }
        }

        private void advance() {
            AddressRange range = mappings.get(++current).vma().range();
            currentEnd = range.end().value();
            census.mapping(range.start().value(), currentEnd);
            deeper.ifPresent(d -> d.mapping(range.start().value(), currentEnd));
        }

        void finish() {
            while (current < mappings.size() - 1) {
                advance();
            }
        }
    }
}
