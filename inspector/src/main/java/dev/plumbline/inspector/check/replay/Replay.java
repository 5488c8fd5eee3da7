package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.check.replay.ReplaySetup.Setting;
import dev.plumbline.inspector.check.replay.ReplaySetup.Unrecorded;
import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import dev.plumbline.inspector.reference.zone.buddy.MigrateType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Replays a trace, and finds out what the trace leaves out.
 *
 * <p>The simulated allocator sees what each step asks and nothing else. What the trace does not record (the kernel's rules, the CPU's state
 * before the first step) is given, or it is the choice with which the most steps agree with what the trace does show; where it shows
 * nothing, it is the usual.
 */
public final class Replay {

    /** Above it only the rules are chosen: every choice costs a run. */
    private static final int SEARCH_LIMIT = 20_000;

    private static final int MAX_FACTOR = 5;

    /** A 256th of what lies above the DMA zone, from 64 MiB to 64 GiB of it. */
    private static final int[] PROTECTIONS = {64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536};

    /** Where other CPUs hold pages of the counter back as well, this one's part is unknown. */
    private static final int[] HELD = IntStream.rangeClosed(-16, 16).toArray();

    private final BuddyTrace trace;
    private final List<Setting> given;

    private Replay(BuddyTrace trace, List<Setting> given) {
        this.trace = trace;
        this.given = given;
    }

    /**
     * Replays a trace.
     *
     * @param rules the kernel's rules; empty to try all
     * @param given what is known of the unrecorded state
     * @throws IllegalArgumentException if the trace's first lines describe no zone that could be
     */
    public static ReplayResult of(BuddyTrace trace, Optional<KernelRules> rules, List<Setting> given) {
        Replay replay = new Replay(trace, given);
        if (rules.isPresent()) {
            return replay.solved(replay.usual(rules.get(), "given"));
        }
        List<ReplayResult> starts = new ArrayList<>();
        for (KernelRules candidate : KernelRules.ALL) {
            starts.add(replay.usual(candidate, "the first rules with which the most steps agree"));
        }
        // A stable sort: of rules that follow equally far the oldest comes first.
        starts.sort(Comparator.comparingInt(Replay::score).reversed());
        ReplayResult best = starts.get(0);
        for (ReplayResult start : starts) {
            ReplayResult solved = best.agrees() ? best : replay.solved(start);
            best = score(solved) > score(best) ? solved : best;
        }
        return best;
    }

    private static int score(ReplayResult result) {
        return 2 * result.agreeing() + (result.agrees() ? 1 : 0);
    }

    private ReplayResult usual(KernelRules rules, String why) {
        ReplaySetup setup = ReplaySetup.usual(rules);
        for (Setting setting : given) {
            setup = setup.with(setting.what(), setting.value());
        }
        return run(setup, why);
    }

    /** The same rules with what is not given of the unrecorded state chosen one value at a time, as long as more steps agree. */
    private ReplayResult solved(ReplayResult start) {
        ReplayResult best = start;
        boolean better = trace.steps().size() <= SEARCH_LIMIT;
        while (better && !best.agrees()) {
            ReplayResult next = improved(best, start.why());
            better = score(next) > score(best);
            best = better ? next : best;
        }
        return best;
    }

    private ReplayResult improved(ReplayResult from, String why) {
        ReplayResult best = from;
        for (Unrecorded what : Unrecorded.values()) {
            if (given.stream().anyMatch(setting -> setting.what() == what)) {
                continue;
            }
            for (int value : candidates(what, from.setup().rules())) {
                ReplayResult result = run(from.setup().with(what, value), why);
                if (score(result) > score(best)) {
                    best = result;
                }
                if (best.agrees()) {
                    return best;
                }
            }
        }
        return best;
    }

    /** Values worth trying; what a release's rules do not know is not tried. */
    private int[] candidates(Unrecorded what, KernelRules rules) {
        boolean adaptive = rules.adaptsHigh();
        int batch = Math.toIntExact(trace.pcp().getOrDefault("batch", 1L));
        return switch (what) {
            case CPUS -> new int[] {2, 3, 4, 6, 8, 12, 16, 32, 64};
            case FREE_FACTOR -> rules.perCpu() != KernelRules.PerCpuRule.FREE_FACTOR ? new int[0] : upTo(MAX_FACTOR);
            case ALLOC_FACTOR -> adaptive ? upTo(MAX_FACTOR) : new int[0];
            case FREE_COUNT -> adaptive ? new int[] {batch / 4, batch, 4 * batch, batch << MAX_FACTOR} : new int[0];
            case PREV_FREE_HIGH_ORDER -> adaptive ? new int[] {1} : new int[0];
            case FREE_HIGH_BATCH -> adaptive ? new int[] {0} : new int[0];
            case HIGH_MAX -> adaptive ? new int[] {Math.toIntExact(trace.pcp().getOrDefault("high", 0L))} : new int[0];
            case STAT_THRESHOLD -> new int[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32};
            case HUGE_LISTS -> listsHugePages() ? new int[0] : new int[] {0};
            case PROTECTION -> trace.zoneName().equals("DMA") ? PROTECTIONS : new int[0];
            case VM_STAT_DIFF -> HELD;
            case HIGH_MIN -> new int[0];
        };
    }

    private boolean listsHugePages() {
        int firstHugeList = (3 + 1) * MigrateType.PCP_TYPES;
        return trace.before().stream()
                .anyMatch(line -> line.kind() == BuddyTrace.Kind.PCP && line.number() >= firstHugeList);
    }

    private static int[] upTo(int most) {
        int[] values = new int[most];
        for (int i = 0; i < most; i++) {
            values[i] = i + 1;
        }
        return values;
    }

    private ReplayResult run(ReplaySetup setup, String why) {
        TraceReplay replay = new TraceReplay(trace, setup).run();
        int agreeing = 0;
        Optional<Difference> first =
                trace.start().flatMap(start -> StartAgreement.difference(trace, start, replay.atStart()));
        for (int i = 0; i < trace.steps().size(); i++) {
            Optional<Difference> difference =
                    Agreement.difference(trace.steps().get(i), replay.answers().get(i));
            if (difference.isEmpty()) {
                agreeing++;
            } else if (first.isEmpty()) {
                first = Optional.of(difference.get().withDeed(replay.deed(i)));
            }
        }
        if (first.isEmpty()) {
            int last = trace.steps().isEmpty()
                    ? 0
                    : trace.steps().get(trace.steps().size() - 1).number();
            first = ListAgreement.difference(trace.after(), replay.lists(), last);
        }
        return new ReplayResult(setup, why, trace, replay.answers(), agreeing, first);
    }
}
