package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.FreeBlocksOfType;
import dev.plumbline.inspector.observed.PageTypeCount;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why NR_FREE_PAGES of a zone may differ from the pages on its free lists.
 *
 * <ul>
 *   <li>Every CPU keeps its own part of the counter until it exceeds the threshold that zoneinfo prints as {@code vm stats
 *       threshold} (mm/vmstat.c, __mod_zone_page_state); without SMP there is no such part.
 *   <li>Free blocks of isolated pageblocks are on the lists and not in the counter (mm/page_alloc.c, account_freepages).
 *   <li>Memory that a confidential guest has not accepted yet is in the counter and not on the lists (mm/page_alloc.c,
 *       __free_unaccepted, since 6.5): {@code nr_unaccepted}.
 * </ul>
 */
final class FreePagesLag {

    private FreePagesLag() {}

    /**
     * Explains a difference.
     *
     * @param types /proc/pagetypeinfo, where it could be read
     * @return empty if the causes do not reach so far
     */
    static Optional<Verdict> explain(ZoneFrames zone, FreeCountSeries series, Optional<PageTypeInfo> types) {
        List<Verdict.Term> terms = new ArrayList<>();
        unaccepted(zone.zone()).ifPresent(terms::add);
        types.flatMap(t -> isolated(zone, t)).ifPresent(terms::add);
        long unseen = perCpuLimit(zone.zone());
        for (long reading : series.readings()) {
            long left = reading
                    - series.reconstructed()
                    - terms.stream().mapToLong(Verdict.Term::amount).sum();
            if (Math.abs(left) <= unseen) {
                if (left != 0) {
                    terms.add(new Verdict.Term(left, perCpuEvidence(zone.zone(), unseen)));
                }
                return Optional.of(new Verdict.Explained(
                        reading,
                        series.reconstructed(),
                        "pages",
                        terms,
                        "the counter NR_FREE_PAGES is not the sum of the free lists at every moment"));
            }
        }
        return Optional.empty();
    }

    private static long perCpuLimit(Zone zone) {
        return zone.pagesets().stream()
                .map(PerCpuPages::statThreshold)
                .mapToLong(t -> t.orElse(0))
                .sum();
    }

    private static Evidence perCpuEvidence(Zone zone, long limit) {
        int cpus = zone.pagesets().size();
        int line =
                zone.pagesets().isEmpty() ? zone.line() : zone.pagesets().get(0).line();
        return Evidence.at(
                FreeListPass.ZONEINFO,
                line,
                "vm stats threshold: up to %d pages not yet added by %d %s"
                        .formatted(limit, cpus, cpus == 1 ? "CPU" : "CPUs"));
    }

    private static Optional<Verdict.Term> unaccepted(Zone zone) {
        return Optional.ofNullable(zone.counters().get("nr_unaccepted"))
                .filter(pages -> pages != 0)
                .map(pages -> new Verdict.Term(
                        pages,
                        Evidence.at(FreeListPass.ZONEINFO, zone.lineOf("nr_unaccepted"), "nr_unaccepted " + pages)));
    }

    private static Optional<Verdict.Term> isolated(ZoneFrames zone, PageTypeInfo types) {
        for (FreeBlocksOfType free : types.free()) {
            boolean ofZone = free.node() == zone.node() && free.zone().equals(zone.name());
            long pages = pages(free);
            if (ofZone && free.type().equals("Isolate") && pages != 0) {
                String text = "%d free pages in isolated pageblocks".formatted(pages);
                return Optional.of(new Verdict.Term(-pages, Evidence.at(BuddiesApart.PAGETYPEINFO, free.line(), text)));
            }
        }
        return Optional.empty();
    }

    private static long pages(FreeBlocksOfType free) {
        long pages = 0;
        for (int order = 0; order < free.byOrder().size(); order++) {
            PageTypeCount count = free.byOrder().get(order);
            pages += count.count() << order;
        }
        return pages;
    }
}
