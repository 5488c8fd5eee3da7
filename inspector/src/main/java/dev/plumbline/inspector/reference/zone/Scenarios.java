package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The courses of events that are tried, the likeliest first. */
final class Scenarios {

    private Scenarios() {}

    /** Nothing was recomputed after booting. */
    static List<Scenario> asBooted(Problem problem, Timeline timeline) {
        List<Scenario> all = new ArrayList<>();
        for (Passes passes : problem.expected()) {
            int state = bootState(passes, timeline);
            for (int reserveState : distinct(0, timeline.now())) {
                for (MovableRule movable : MovableRule.values()) {
                    all.add(new Scenario(passes, state, state, reserveState, movable, true));
                }
            }
        }
        return all;
    }

    /**
     * Something was recomputed later: a sysctl was written, huge pages were switched on or off, memory was added.
     * Writing watermark_scale_factor recomputes the watermarks and leaves min_free_kbytes.
     */
    static List<Scenario> recomputed(Timeline timeline) {
        List<Scenario> all = new ArrayList<>();
        for (Passes passes : Passes.values()) {
            for (int minFreeState = 0; minFreeState <= timeline.now(); minFreeState++) {
                if (passes != Passes.ONCE || minFreeState == 0) {
                    addFrom(minFreeState, passes, timeline, all);
                }
            }
        }
        return all;
    }

    private static void addFrom(int minFreeState, Passes passes, Timeline timeline, List<Scenario> all) {
        for (int marksState : distinct(minFreeState, timeline.now())) {
            for (int reserveState : distinct(0, marksState, timeline.now())) {
                for (MovableRule movable : MovableRule.values()) {
                    all.add(new Scenario(passes, minFreeState, marksState, reserveState, movable, false));
                }
            }
        }
    }

    private static int bootState(Passes passes, Timeline timeline) {
        return passes == Passes.ONCE ? 0 : timeline.khugepagedState();
    }

    private static Set<Integer> distinct(Integer... states) {
        return new LinkedHashSet<>(List.of(states).stream().distinct().toList());
    }
}
