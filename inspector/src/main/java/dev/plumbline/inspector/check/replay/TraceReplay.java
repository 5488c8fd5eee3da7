package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.reference.zone.buddy.AllocatorCounters;
import dev.plumbline.inspector.reference.zone.buddy.BuddyZone;
import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import dev.plumbline.inspector.reference.zone.buddy.LoneZone;
import dev.plumbline.inspector.reference.zone.buddy.MigrateType;
import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of a trace's requests on the simulated allocator, which never sees what the kernel answered. */
final class TraceReplay {

    private final BuddyTrace trace;
    private final RecordedTypes types;
    private final RequestTypes requests;
    private final LoneZone zone;
    private final BuddyTrace.Counters atStart;
    private final Map<Integer, Long> slots = new HashMap<>();
    private final List<BuddyTrace.Step> answers = new ArrayList<>();
    private final List<AllocatorCounters> deeds = new ArrayList<>();

    /** @throws IllegalArgumentException if the trace's first lines describe no zone that could be */
    TraceReplay(BuddyTrace trace, ReplaySetup setup) {
        this.trace = trace;
        types = new RecordedTypes(trace.watermarks().getOrDefault("migratetypes", 0L));
        requests = new RequestTypes(trace.steps(), types);
        zone = new RecordedZone(trace, types, setup).make();
        atStart = counters();
        deeds.add(zone.zone().counters());
    }

    /** Makes all steps. */
    TraceReplay run() {
        for (BuddyTrace.Step step : trace.steps()) {
            BuddyTrace.Outcome outcome =
                    step.operation() == BuddyTrace.Operation.ALLOCATE ? allocate(step) : free(step);
            answers.add(new BuddyTrace.Step(
                    step.line(),
                    step.number(),
                    step.operation(),
                    step.order(),
                    step.slot(),
                    step.type(),
                    Optional.of(outcome),
                    counters()));
            deeds.add(zone.zone().counters());
        }
        return this;
    }

    private BuddyTrace.Outcome allocate(BuddyTrace.Step step) {
        MigrateType type = requests.of(answers.size(), step);
        if (zone.allocate(step.order(), Gfp.ATOMIC.withType(type)) instanceof LoneZone.Served.Here here) {
            slots.put(step.slot(), here.pfn());
            return new BuddyTrace.Outcome.Block(here.pfn());
        }
        return new BuddyTrace.Outcome.NoBlock();
    }

    private BuddyTrace.Outcome free(BuddyTrace.Step step) {
        Long pfn = slots.remove(step.slot());
        if (pfn == null || !zone.isInUse(pfn, step.order())) {
            return new BuddyTrace.Outcome.NoBlock();
        }
        zone.free(pfn, step.order());
        return new BuddyTrace.Outcome.Block(pfn);
    }

    private BuddyTrace.Counters counters() {
        ZoneAllocator allocator = zone.zone();
        BuddyZone areas = allocator.zone();
        List<List<Long>> blocks = new ArrayList<>();
        for (int order = 0; order <= areas.geometry().maxOrder(); order++) {
            List<Long> byType = new ArrayList<>(List.of(areas.freeBlocks(order)));
            for (int type = 0; type < types.count(); type++) {
                byType.add(areas.freeBlocks(order, types.of(type)));
            }
            blocks.add(byType);
        }
        return new BuddyTrace.Counters(
                OptionalLong.of(allocator.pcpPages(0)), OptionalLong.of(allocator.shownFreePages()), blocks);
    }

    BuddyTrace.Counters atStart() {
        return atStart;
    }

    List<BuddyTrace.Step> answers() {
        return answers;
    }

    /** What the allocator did in a step: the counters before and after it. */
    String deed(int step) {
        AllocatorCounters before = deeds.get(step);
        AllocatorCounters after = deeds.get(step + 1);
        List<String> words = new ArrayList<>();
        count(words, after.refills() - before.refills(), "per-CPU list filled");
        count(words, after.drains() - before.drains(), "drain of per-CPU lists");
        count(words, after.splits() - before.splits(), "split");
        count(words, after.merges() - before.merges(), "merge");
        count(words, after.claims() - before.claims(), "pageblock claimed");
        count(words, after.steals() - before.steals(), "block stolen from another type");
        return words.isEmpty()
                ? "the step does not touch the free areas; if they changed, another CPU changed them"
                : String.join(", ", words);
    }

    private static void count(List<String> words, long times, String what) {
        if (times > 0) {
            words.add(times + " × " + what);
        }
    }

    /** The zone's lists now, one for each list that has anything. */
    List<BuddyTrace.ListLine> lists() {
        List<BuddyTrace.ListLine> lines = new ArrayList<>();
        BuddyZone areas = zone.zone().zone();
        for (int order = 0; order <= areas.geometry().maxOrder(); order++) {
            for (int type = 0; type < types.count(); type++) {
                add(lines, BuddyTrace.Kind.BUDDY, order, type, areas.freeList(order, types.of(type)));
            }
        }
        for (int list = 0; list < ZoneAllocator.pcpListCount(); list++) {
            add(lines, BuddyTrace.Kind.PCP, list, 0, zone.zone().pcpList(0, list));
        }
        return lines;
    }

    private static void add(
            List<BuddyTrace.ListLine> lines, BuddyTrace.Kind kind, int number, int type, long[] frames) {
        if (frames.length > 0) {
            List<Long> pfns = new ArrayList<>();
            for (long pfn : frames) {
                pfns.add(pfn);
            }
            lines.add(new BuddyTrace.ListLine(0, kind, number, type, pfns));
        }
    }
}
