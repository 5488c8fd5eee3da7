package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a trace's first lines agree with each other: the lists before the first step with the counters before it, the zone's pages and
 * marks among themselves.
 */
final class StartAgreement {

    /** What one CPU may hold back of a counter at most (calculate_normal_threshold(), mm/vmstat.c); 8192 CPUs at most. */
    private static final long MOST_HELD = 125L * 8192;

    private StartAgreement() {}

    /** What does not fit; empty if everything does. */
    static Optional<Difference> difference(BuddyTrace trace, BuddyTrace.Counters recorded, BuddyTrace.Counters listed) {
        List<String> what = new ArrayList<>();
        BuddyTrace.Step start = step(recorded);
        Optional<Difference> counts = Agreement.difference(start, step(listed));
        if (counts.isPresent()) {
            return Optional.of(new Difference(
                    0,
                    trace.before().isEmpty() ? 0 : trace.before().get(0).line(),
                    counts.get().expected(),
                    counts.get().simulated(),
                    "before the first step the counters do not match lists-before: "
                            + counts.get().because()));
        }
        long managed = trace.zone().getOrDefault("managed", 0L);
        long spanned = trace.zone().getOrDefault("spanned", 0L);
        long present = trace.zone().getOrDefault("present", managed);
        if (managed > present || present > spanned) {
            what.add("managed %d, present %d, spanned %d".formatted(managed, present, spanned));
        }
        long min = trace.watermarks().getOrDefault("min", 0L);
        long low = trace.watermarks().getOrDefault("low", 0L);
        long high = trace.watermarks().getOrDefault("high", 0L);
        if (low - min != high - low) {
            what.add("watermarks %d, %d, %d".formatted(min, low, high));
        }
        if (recorded.freePages().isPresent()
                && Math.abs(recorded.freePages().getAsLong() - pages(listed)) > MOST_HELD) {
            what.add("NR_FREE_PAGES " + recorded.freePages().getAsLong());
        }
        if (what.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                0,
                1,
                String.join(", ", what),
                "managed <= present <= spanned, evenly spaced watermarks, " + pages(listed) + " free pages listed",
                "the zone's own numbers do not fit each other"));
    }

    private static long pages(BuddyTrace.Counters counters) {
        long pages = 0;
        for (int order = 0; order < counters.blocks().size(); order++) {
            pages += counters.blocks().get(order).get(0) << order;
        }
        return pages;
    }

    private static BuddyTrace.Step step(BuddyTrace.Counters counters) {
        return new BuddyTrace.Step(
                0,
                0,
                BuddyTrace.Operation.ALLOCATE,
                0,
                0,
                java.util.OptionalInt.empty(),
                Optional.empty(),
                new BuddyTrace.Counters(counters.pcpPages(), java.util.OptionalLong.empty(), counters.blocks()));
    }
}
