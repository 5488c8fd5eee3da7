package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.BuddyZone;
import dev.plumbline.inspector.observed.FrameWords;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageTypeInfoParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.FrameOwners;
import dev.plumbline.inspector.reference.zone.FreeListReconstruction;
import dev.plumbline.inspector.reference.zone.ZoneSpan;
import java.util.ArrayList;
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

    /** A live host whose counts kept moving is read again, if a pass is short enough for that. */
    private static final int PASSES = 3;

    private static final long AGAIN_WITHIN_NANOS = 1_000_000_000L;

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
        Observation<BuddyInfo> buddyInfo = host.text(FreeListPass.BUDDYINFO, BuddyInfoParser::parse);
        Observation<Zoneinfo> zoneinfo = host.text(FreeListPass.ZONEINFO, ZoneinfoParser::parse);
        for (Observation<?> needed : List.of(zoneinfo, buddyInfo)) {
            if (needed.intact().isEmpty()) {
                findings.add(this, "host", needed.whyNot(), List.of());
                return;
            }
        }
        Zones zones = Zones.of(zoneinfo.intact().orElseThrow(), host);
        List<FreeListPass> passes =
                read(host, zones, buddyInfo.intact().orElseThrow().orders());
        for (ZoneFrames zone : zones.known) {
            Optional<Verdict> obstacle = obstacle(zone, zones.owners, passes.get(0));
            if (obstacle.isPresent()) {
                findings.add(this, zone.subject(), obstacle.get(), List.of());
            } else {
                judge(zone, passes, host, findings);
            }
        }
        for (Zone zone : zones.withoutSpan) {
            Verdict verdict = new Verdict.NotObservable(
                    "zoneinfo line %d: start_pfn and spanned are not both there, or do not fit 63 bits"
                            .formatted(zone.line()),
                    "");
            findings.add(this, zone.subject(), verdict, List.of());
        }
    }

    private List<FreeListPass> read(HostView host, Zones zones, int orders) {
        List<FreeListPass> passes = new ArrayList<>();
        long start = System.nanoTime();
        long tookNanos;
        do {
            FreeListReconstruction lists = new FreeListReconstruction(zones.owners, zones.known.size(), orders);
            passes.add(FreeListPass.over(host.files(), lists));
            tookNanos = System.nanoTime() - start;
        } while (passes.size() < PASSES
                && tookNanos < AGAIN_WITHIN_NANOS
                && isLive(host)
                && passes.get(0).frames().intact().isPresent()
                && !settled(zones, passes, orders));
        return passes;
    }

    private static boolean settled(Zones zones, List<FreeListPass> passes, int orders) {
        return zones.known.stream().allMatch(zone -> Stream.iterate(0, order -> order < orders, order -> order + 1)
                .map(order ->
                        FreeCountJudge.judge(series(passes, zone, order), true, Optional.empty(), Optional.empty()))
                .allMatch(v -> v instanceof Verdict.Holds || v instanceof Verdict.Drifted));
    }

    private static List<FreeCountSeries> series(List<FreeListPass> passes, ZoneFrames zone, int order) {
        return passes.stream().map(p -> p.blocks(zone, order)).toList();
    }

    private static Optional<Verdict> obstacle(ZoneFrames zone, FrameOwners owners, FreeListPass pass) {
        Optional<Parsed<FrameWords>> frames = pass.frames().reading().content();
        if (frames.isEmpty()) {
            return Optional.of(pass.frames().whyNot());
        }
        long read = frames.get().value().frames();
        if (read < zone.frames().endPfn()) {
            return Optional.of(new Verdict.NotObservable(
                    "%s ends at frame %d, the zone at %d: %d frames are missing"
                            .formatted(
                                    FreeListPass.KPAGEFLAGS,
                                    read,
                                    zone.frames().endPfn(),
                                    zone.frames().endPfn() - read),
                    "the whole file"));
        }
        if (!owners.isDecided(zone.span())) {
            return Optional.of(new Verdict.NotObservable(
                    "its span overlaps another zone's, and nothing says which frames are whose",
                    "valid_zones of " + FrameClaims.MEMORY_BLOCKS + ", or the kernel log since boot"));
        }
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
            List<FreeCountSeries> series = series(passes, zone, order);
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

    /** The populated zones, and whose frames are whose. */
    private record Zones(List<ZoneFrames> known, List<Zone> withoutSpan, FrameOwners owners) {

        static Zones of(Zoneinfo zoneinfo, HostView host) {
            List<ZoneFrames> known = new ArrayList<>();
            List<Zone> withoutSpan = new ArrayList<>();
            for (Zone zone : zoneinfo.populated()) {
                long start = zone.startPfn().orElse(-1);
                long end = start + zone.spanned().orElse(-1);
                if (start < 0 || end < start) {
                    withoutSpan.add(zone);
                } else {
                    known.add(new ZoneFrames(zone, known.size(), new ZoneSpan(zone.node(), zone.name(), start, end)));
                }
            }
            List<ZoneSpan> spans = known.stream().map(ZoneFrames::frames).toList();
            return new Zones(known, withoutSpan, FrameClaims.settle(spans, host));
        }
    }
}
