package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.observed.BuddyZone;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageTypeInfoParser;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.FreeListReconstruction;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The free blocks of every zone and order, and the zone's free pages, are what the frames in /proc/kpageflags give.
 *
 * <p>Source: mm/vmstat.c, frag_show_print (what buddyinfo counts); fs/proc/page.c (which frames are free); mm/page_alloc.c,
 * __free_one_page (why runs of free frames have one decomposition). See {@link FreeListReconstruction}.
 */
final class ZoneFreeLists implements HostCheck {

    @Override
    public String id() {
        return "zone.free-lists";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(FreeListPass.BUDDYINFO, FreeListPass.ZONEINFO, FreeListPass.KPAGEFLAGS);
    }

    @Override
    public boolean undisturbed() {
        return true;
    }

    @Override
    public void examine(HostView host, Findings findings) {
        FramePasses frames = FramePasses.of(host);
        if (frames.whyNot().isPresent()) {
            findings.add(this, "host", frames.whyNot().get(), List.of());
            return;
        }
        List<FreeListPass> passes = frames.passes();
        for (ZoneFrames zone : frames.zones()) {
            Optional<Verdict> obstacle = frames.obstacle(zone).or(() -> unlisted(zone, passes.get(0)));
            if (obstacle.isPresent()) {
                findings.add(this, zone.subject(), obstacle.get(), List.of());
            } else {
                judge(zone, passes, host, findings);
            }
        }
        for (Zone zone : frames.withoutSpan()) {
            Verdict verdict = new Verdict.NotObservable(
                    "zoneinfo line %d: start_pfn and spanned are not both there, or do not fit 63 bits"
                            .formatted(zone.line()),
                    "");
            findings.add(this, zone.subject(), verdict, List.of());
        }
    }

    private static Optional<Verdict> unlisted(ZoneFrames zone, FreeListPass pass) {
        Optional<BuddyZone> listed = pass.before().intact().flatMap(b -> b.zone(zone.node(), zone.name()));
        return listed.isPresent()
                ? Optional.empty()
                : Optional.of(new Verdict.NotObservable(
                        FreeListPass.BUDDYINFO + " has no line for it although it has present pages", ""));
    }

    private void judge(ZoneFrames zone, List<FreeListPass> passes, HostView host, Findings findings) {
        FreeListPass last = passes.get(passes.size() - 1);
        Optional<PageTypeInfo> types =
                host.text(BuddiesApart.PAGETYPEINFO, PageTypeInfoParser::parse).intact();
        Optional<BuddiesApart> apart = types.flatMap(t -> BuddiesApart.in(zone, last, t));
        int orders = last.lists().freeBlocksByOrder(zone.span()).size();
        List<FreeCountSeries> pages =
                passes.stream().map(p -> p.freePages(zone)).toList();
        Optional<FreeCountSeries> lastPages =
                Optional.of(last.freePages(zone)).filter(p -> !p.readings().isEmpty());
        Optional<Verdict> lag = lastPages.flatMap(p -> FreePagesLag.explain(zone, p, types));
        Optional<String> overtaken = OvertakenFrames.in(
                IntStream.range(0, orders).mapToObj(k -> last.blocks(zone, k)).toList(),
                lastPages.filter(p -> lag.isEmpty()));
        for (int order = 0; order < orders; order++) {
            int k = order;
            List<FreeCountSeries> series =
                    passes.stream().map(p -> p.blocks(zone, k)).toList();
            Optional<Verdict> explanation = apart.flatMap(a -> a.explain(series.get(series.size() - 1), k));
            Verdict verdict = FreeCountJudge.judge(series, isLive(host), overtaken, explanation);
            findings.add(this, "%s order %d".formatted(zone.subject(), order), verdict, evidence(zone, order, passes));
        }
        if (lastPages.isEmpty()) {
            return;
        }
        Zone z = zone.zone();
        findings.add(
                this,
                zone.subject() + " free pages",
                FreeCountJudge.judge(pages, isLive(host), overtaken, lag),
                List.of(Evidence.at(
                        FreeListPass.ZONEINFO,
                        z.lineOf("nr_free_pages"),
                        "nr_free_pages " + pages.get(0).before())));
    }

    private static List<Evidence> evidence(ZoneFrames zone, int order, List<FreeListPass> passes) {
        FreeListPass last = passes.get(passes.size() - 1);
        String frames = "frames %d to %d: %d free blocks of order %d"
                .formatted(
                        zone.frames().startPfn(),
                        zone.frames().endPfn() - 1,
                        last.lists().freeBlocksByOrder(zone.span()).get(order),
                        order);
        return Stream.concat(
                        passes.get(0).listedEvidence(zone, order).stream(),
                        Stream.of(Evidence.in(FreeListPass.KPAGEFLAGS, frames)))
                .toList();
    }

    private static boolean isLive(HostView host) {
        return host.files().origin() instanceof Origin.Live;
    }
}
