package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.check.replay.ReplaySetup.Unrecorded;
import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.reference.zone.StatThreshold;
import dev.plumbline.inspector.reference.zone.buddy.BuddyGeometry;
import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import dev.plumbline.inspector.reference.zone.buddy.LoneZone;
import dev.plumbline.inspector.reference.zone.buddy.MigrateType;
import dev.plumbline.inspector.reference.zone.buddy.PerCpuLimits;
import dev.plumbline.inspector.reference.zone.buddy.PerCpuState;
import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import dev.plumbline.inspector.reference.zone.buddy.ZoneClass;
import dev.plumbline.inspector.reference.zone.buddy.ZoneMarks;
import dev.plumbline.inspector.reference.zone.buddy.ZoneSpec;
import dev.plumbline.inspector.reference.zone.buddy.ZoneStart;
import java.util.List;
import java.util.OptionalLong;

/** Makes the simulated zone that a trace's first lines describe. */
final class RecordedZone {

    /** Frames below 4 GiB, the end of x86's DMA32: a Normal zone above has a DMA32 below it. */
    private static final long DMA32_END = 1L << 20;

    /** percpu_pagelist_high_fraction's least: high may grow to an eighth (MIN_PERCPU_PAGELIST_HIGH_FRACTION, mm/page_alloc.c). */
    private static final int HIGH_FRACTION = 8;

    /** A terabyte in pages of 4 KiB: what a trace claims must not take all memory. */
    private static final long MOST_FRAMES = 1L << 28;

    private final BuddyTrace trace;
    private final RecordedTypes types;
    private final ReplaySetup setup;

    RecordedZone(BuddyTrace trace, RecordedTypes types, ReplaySetup setup) {
        this.trace = trace;
        this.types = types;
        this.setup = setup;
    }

    LoneZone make() {
        long start = zone("start_pfn");
        if (zone("spanned") > MOST_FRAMES) {
            throw new IllegalArgumentException(
                    zone("spanned") + " frames spanned: at most " + MOST_FRAMES + " are replayed");
        }
        ZoneClass zoneClass = ZoneClass.of(trace.zoneName());
        ZoneMarks marks = new ZoneMarks(mark("min"), mark("low"), mark("high"), List.of(0L, 0L, 0L, 0L, (long)
                setup.value(Unrecorded.PROTECTION)));
        PerCpuLimits limits = limits();
        ZoneSpec spec = new ZoneSpec(
                0, zoneClass, start, start + zone("spanned"), zone("managed"), marks, limits, 1, threshold());
        ZoneAllocator allocator = new ZoneAllocator(spec, geometry(), setup.rules());
        load(allocator, limits);
        return new LoneZone(allocator, zoneClass == ZoneClass.NORMAL && start >= DMA32_END);
    }

    private BuddyGeometry geometry() {
        int maxOrder = Math.toIntExact(mark("orders")) - 1;
        int pageblockOrder = Math.toIntExact(mark("pageblock_order"));
        return new BuddyGeometry(
                maxOrder, pageblockOrder, setup.value(Unrecorded.HUGE_LISTS) != 0 ? pageblockOrder : -1);
    }

    private PerCpuLimits limits() {
        int batch = pcp("batch");
        int high = pcp("high");
        if (!setup.rules().adaptsHigh()) {
            return new PerCpuLimits(batch, high, high, true);
        }
        long least = highSize(mark("low"), cpus());
        long most = Math.max(least, highSize(zone("managed") / HIGH_FRACTION, cpus()));
        int highMin = given(Unrecorded.HIGH_MIN, least);
        int highMax = Math.max(highMin, given(Unrecorded.HIGH_MAX, most));
        return new PerCpuLimits(batch, highMin, highMax, setup.value(Unrecorded.FREE_HIGH_BATCH) != 0);
    }

    /** zone_highsize(), mm/page_alloc.c (6.12, 7.2): a share for each CPU, but four batches at least. */
    private long highSize(long pages, int cpus) {
        return Math.max(pages / cpus, 4L * pcp("batch"));
    }

    /** The fewest CPUs with which {@code high} is not below its least; one where {@code high} is made of batches alone. */
    private int cpus() {
        int cpus = Math.max(1, setup.value(Unrecorded.CPUS));
        if (setup.rules().perCpu() == KernelRules.PerCpuRule.SINGLE_PAGES) {
            return cpus;
        }
        while (highSize(mark("low"), cpus) > pcp("high") && cpus < mark("low")) {
            cpus++;
        }
        return cpus;
    }

    /** What the setup says, what the trace says, or what is computed. */
    private int given(Unrecorded what, long computed) {
        return setup.given(what).orElseGet(() -> Math.toIntExact(trace.pcp().getOrDefault(what.word(), computed)));
    }

    /** As computed from what is managed now, for pages of 4 KiB: the kernel computed it at boot, from a little less. */
    private int threshold() {
        long computed = StatThreshold.normal(zone("managed"), 12, cpus());
        return setup.given(Unrecorded.STAT_THRESHOLD).orElse((int) computed);
    }

    private void load(ZoneAllocator allocator, PerCpuLimits limits) {
        ZoneStart start = allocator.start();
        for (BuddyTrace.ListLine line : trace.before()) {
            for (long pfn : line.pfns()) {
                if (line.kind() == BuddyTrace.Kind.BUDDY) {
                    start.free(pfn, line.number(), types.of(line.type()));
                } else {
                    start.onPcp(0, line.number(), pfn);
                }
            }
        }
        InitialPageblocks.of(trace, types, allocator.zone().geometry())
                .forEach((pfn, type) -> start.pageblock(Math.max(pfn, zone("start_pfn")), type));
        start.pcpState(
                0,
                new PerCpuState(
                        Math.max(pcp("high"), limits.highMin()),
                        given(Unrecorded.FREE_FACTOR, 0),
                        given(Unrecorded.ALLOC_FACTOR, 0),
                        given(Unrecorded.FREE_COUNT, 0),
                        setup.value(Unrecorded.PREV_FREE_HIGH_ORDER) != 0));
        long listed = listedPages();
        long shown = trace.start()
                .map(BuddyTrace.Counters::freePages)
                .orElse(OptionalLong.empty())
                .orElse(listed);
        start.freePages(shown, setup.given(Unrecorded.VM_STAT_DIFF).orElse((int) (listed - shown)));
    }

    private long listedPages() {
        long pages = 0;
        for (BuddyTrace.ListLine line : trace.before()) {
            if (line.kind() == BuddyTrace.Kind.BUDDY && types.of(line.type()) != MigrateType.ISOLATE) {
                pages += (long) line.pfns().size() << line.number();
            }
        }
        return pages;
    }

    private long zone(String name) {
        return trace.zone().getOrDefault(name, 0L);
    }

    private long mark(String name) {
        return trace.watermarks().getOrDefault(name, 0L);
    }

    private int pcp(String name) {
        return Math.toIntExact(trace.pcp().getOrDefault(name, 0L));
    }
}
