package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.FrameWords;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.FrameOwners;
import dev.plumbline.inspector.reference.zone.FreeListReconstruction;
import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.ZoneSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The passes over all frames that one run makes, for every check that counts frames: the file has 8 bytes a frame and is not read
 * more often than a live host's movement asks for.
 *
 * @param zones the populated zones
 * @param withoutSpan those of which zoneinfo does not tell where they lie
 * @param owners whose frames are whose
 * @param passes at least one, unless there is a reason why not
 * @param whyNot why no pass was made
 */
record FramePasses(
        List<ZoneFrames> zones,
        List<Zone> withoutSpan,
        FrameOwners owners,
        List<FreeListPass> passes,
        Optional<Verdict.NotObservable> whyNot) {

    /** A live host whose counts kept moving is read again, if a pass is short enough for that. */
    private static final int MOST = 3;

    private static final long AGAIN_WITHIN_NANOS = 1_000_000_000L;

    FramePasses {
        zones = List.copyOf(zones);
        withoutSpan = List.copyOf(withoutSpan);
        passes = List.copyOf(passes);
    }

    /** The passes of this run; made when first asked for. */
    static FramePasses of(HostView host) {
        return host.once("zone.frame-passes", () -> make(host));
    }

    private static FramePasses make(HostView host) {
        Observation<BuddyInfo> buddyInfo = host.text(FreeListPass.BUDDYINFO, BuddyInfoParser::parse);
        Observation<Zoneinfo> zoneinfo = host.text(FreeListPass.ZONEINFO, ZoneinfoParser::parse);
        for (Observation<?> needed : List.of(zoneinfo, buddyInfo)) {
            if (needed.intact().isEmpty()) {
                FrameOwners none = FrameOwners.settle(List.of(), List.of(), List.of());
                return new FramePasses(List.of(), List.of(), none, List.of(), Optional.of(needed.whyNot()));
            }
        }
        List<ZoneFrames> known = new ArrayList<>();
        List<Zone> withoutSpan = new ArrayList<>();
        for (Zone zone : zoneinfo.intact().orElseThrow().populated()) {
            long start = zone.startPfn().orElse(-1);
            long end = start + zone.spanned().orElse(-1);
            if (start < 0 || end < start) {
                withoutSpan.add(zone);
            } else {
                known.add(new ZoneFrames(zone, known.size(), new ZoneSpan(zone.node(), zone.name(), start, end)));
            }
        }
        List<ZoneSpan> spans = known.stream().map(ZoneFrames::frames).toList();
        FrameOwners owners = FrameClaims.settle(spans, host);
        List<NodeMemory> ram = ram(host, zoneinfo.intact().orElseThrow().zones());
        int orders = buddyInfo.intact().orElseThrow().orders();
        return new FramePasses(known, withoutSpan, owners, read(host, known, owners, ram, orders), Optional.empty());
    }

    private static List<NodeMemory> ram(HostView host, List<Zone> zones) {
        OptionalInt pageKib = BasePage.sizeKib(host);
        return (pageKib.isPresent() ? MemoryMaps.of(host, zones, pageKib.getAsInt()) : Optional.<MemoryMap>empty())
                .map(map -> Stream.concat(map.memory().stream(), map.added().stream())
                        .sorted(Comparator.comparingLong(NodeMemory::startPfn))
                        .toList())
                .orElse(List.of());
    }

    private static List<FreeListPass> read(
            HostView host, List<ZoneFrames> zones, FrameOwners owners, List<NodeMemory> ram, int orders) {
        List<FreeListPass> passes = new ArrayList<>();
        long start = System.nanoTime();
        long tookNanos;
        do {
            passes.add(FreeListPass.over(
                    host.files(),
                    new FreeListReconstruction(owners, zones.size(), orders),
                    new FrameTotals(owners, zones.size(), ram)));
            tookNanos = System.nanoTime() - start;
        } while (passes.size() < MOST
                && tookNanos < AGAIN_WITHIN_NANOS
                && host.files().origin() instanceof Origin.Live
                && passes.get(0).frames().intact().isPresent()
                && !settled(zones, passes, orders));
        return passes;
    }

    private static boolean settled(List<ZoneFrames> zones, List<FreeListPass> passes, int orders) {
        return zones.stream().allMatch(zone -> Stream.iterate(0, order -> order < orders, order -> order + 1)
                .map(order -> FreeCountJudge.judge(
                        passes.stream().map(p -> p.blocks(zone, order)).toList(),
                        true,
                        Optional.empty(),
                        Optional.empty()))
                .allMatch(v -> v instanceof Verdict.Holds || v instanceof Verdict.Drifted));
    }

    /** Why nothing can be counted for a zone; empty if it can. */
    Optional<Verdict> obstacle(ZoneFrames zone) {
        Observation<FrameWords> read = passes.get(0).frames();
        Optional<Parsed<FrameWords>> frames = read.reading().content();
        if (frames.isEmpty()) {
            return Optional.of(read.whyNot());
        }
        long end = zone.frames().endPfn();
        long last = frames.get().value().frames();
        if (last < end) {
            return Optional.of(new Verdict.NotObservable(
                    "%s ends at frame %d, the zone at %d: %d frames are missing"
                            .formatted(FreeListPass.KPAGEFLAGS, last, end, end - last),
                    "the whole file"));
        }
        return owners.isDecided(zone.span())
                ? Optional.empty()
                : Optional.of(new Verdict.NotObservable(
                        "its span overlaps another zone's, and nothing says which frames are whose",
                        "valid_zones of " + FrameClaims.MEMORY_BLOCKS + ", or the kernel log since boot"));
    }
}
