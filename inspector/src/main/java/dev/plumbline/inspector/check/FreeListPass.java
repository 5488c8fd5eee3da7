package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.FrameVisitor;
import dev.plumbline.inspector.observed.FrameWords;
import dev.plumbline.inspector.observed.KpageFlags;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.FreeListReconstruction;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass over the frames between two readings of the free lists. The allocator does not stop for it, so the order of
 * reading matters: buddyinfo, zoneinfo, kpageflags, buddyinfo, zoneinfo.
 *
 * @param listed buddyinfo before, on a live host also during, and after the pass; only the first need be intact
 * @param zoneinfo zoneinfo before
 * @param zoneinfoAfter zoneinfo after
 * @param frames how much of kpageflags was read
 * @param lists what the frames give
 * @param totals what the frames are
 */
record FreeListPass(
        List<Observation<BuddyInfo>> listed,
        Observation<Zoneinfo> zoneinfo,
        Observation<Zoneinfo> zoneinfoAfter,
        Observation<FrameWords> frames,
        FreeListReconstruction lists,
        FrameTotals totals) {

    static final String BUDDYINFO = "proc/buddyinfo";
    static final String ZONEINFO = "proc/zoneinfo";
    static final String KPAGEFLAGS = "proc/kpageflags";

    FreeListPass {
        listed = List.copyOf(listed);
    }

    /** Reads. A live host's free lists are also looked at between blocks of frames: a count may move and come back. */
    static FreeListPass over(KernelFiles files, FreeListReconstruction lists, FrameTotals totals) {
        List<Observation<BuddyInfo>> listed = new ArrayList<>();
        listed.add(HostView.observe(BUDDYINFO, files.read(BUDDYINFO), BuddyInfoParser::parse));
        Observation<Zoneinfo> before = HostView.observe(ZONEINFO, files.read(ZONEINFO), ZoneinfoParser::parse);
        Runnable meanwhile = files.origin() instanceof Origin.Live
                ? () -> listed.add(HostView.observe(BUDDYINFO, files.read(BUDDYINFO), BuddyInfoParser::parse))
                : () -> {};
        FreeFrames frames = new FreeFrames(lists, meanwhile);
        FrameVisitor both = (firstPfn, words, count) -> {
            totals.block(firstPfn, words, count);
            frames.block(firstPfn, words, count);
        };
        Reading<Parsed<FrameWords>> read = files.stream(
                KPAGEFLAGS,
                // Words that fit both byte orders have no flag that a free frame has, so either order will do for them.
                in -> KpageFlags.read(KPAGEFLAGS, in, ByteOrder.LITTLE_ENDIAN, both));
        frames.end();
        listed.add(HostView.observe(BUDDYINFO, files.readAgain(BUDDYINFO), BuddyInfoParser::parse));
        Observation<Zoneinfo> after = HostView.observe(ZONEINFO, files.readAgain(ZONEINFO), ZoneinfoParser::parse);
        return new FreeListPass(listed, before, after, new Observation<>(KPAGEFLAGS, read), lists, totals);
    }

    Observation<BuddyInfo> before() {
        return listed.get(0);
    }

    Observation<BuddyInfo> after() {
        return listed.get(listed.size() - 1);
    }

    /** One order's count in one zone, in every intact reading and by the frames. */
    FreeCountSeries blocks(ZoneFrames zone, int order) {
        List<Long> readings = listed.stream()
                .flatMap(l -> l.intact().stream())
                .flatMap(b -> b.zone(zone.node(), zone.name()).stream())
                .filter(b -> order < b.freeBlocksByOrder().size())
                .map(b -> b.freeBlocksByOrder().get(order))
                .toList();
        return new FreeCountSeries(
                readings, lists.freeBlocksByOrder(zone.span()).get(order));
    }

    /** NR_FREE_PAGES of one zone, as printed twice in a stanza, before and after. */
    FreeCountSeries freePages(ZoneFrames zone) {
        List<Long> readings = new ArrayList<>();
        for (Observation<Zoneinfo> observed : List.of(zoneinfo, zoneinfoAfter)) {
            observed.intact().flatMap(z -> z.zone(zone.node(), zone.name())).ifPresent(z -> {
                z.free().ifPresent(readings::add);
                z.nrFreePages().ifPresent(readings::add);
            });
        }
        long pages = 0;
        List<Long> blocks = lists.freeBlocksByOrder(zone.span());
        for (int order = 0; order < blocks.size(); order++) {
            pages += blocks.get(order) << order;
        }
        return new FreeCountSeries(readings, pages);
    }

    /** The line of a zone in the first reading of buddyinfo. */
    Optional<Evidence> listedEvidence(ZoneFrames zone, int order) {
        return before().intact()
                .flatMap(b -> b.zone(zone.node(), zone.name()))
                .map(b -> Evidence.at(
                        BUDDYINFO,
                        b.line(),
                        "order %d: %d".formatted(order, b.freeBlocksByOrder().get(order))));
    }
}
