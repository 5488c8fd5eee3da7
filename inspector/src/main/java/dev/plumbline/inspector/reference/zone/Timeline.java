package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The managed pages of all zones at every state from the first computation to now, for one placement of the releases.
 */
final class Timeline {

    private final Problem problem;
    private final List<Release.Placed> releases;
    private final List<ManagedPages> states;

    private Timeline(Problem problem, List<Release.Placed> releases, List<ManagedPages> states) {
        this.problem = problem;
        this.releases = releases;
        this.states = states;
    }

    /**
     * Undoes the releases, the last first.
     *
     * @param releases those after the first computation, in the order in which they were handed back
     * @return empty if a zone would have had fewer than no pages
     */
    static Optional<Timeline> of(Problem problem, List<Release.Placed> releases) {
        List<ManagedPages> states = new ArrayList<>();
        ManagedPages at = problem.today();
        states.add(at);
        for (int i = releases.size() - 1; i >= 0; i--) {
            Release.Placed placed = releases.get(i);
            if (!at.canLose(placed.zone(), placed.release().pages())) {
                return Optional.empty();
            }
            at = at.less(placed.zone(), placed.release().pages());
            states.add(0, at);
        }
        return Optional.of(new Timeline(problem, releases, states));
    }

    List<Release.Placed> releases() {
        return releases;
    }

    /** The state now. */
    int now() {
        return releases.size();
    }

    /** The state when khugepaged starts while booting. */
    int khugepagedState() {
        return (int) releases.stream()
                .filter(p -> p.release().moment() == Moment.BETWEEN_PASSES)
                .count();
    }

    ManagedPages managed(int state) {
        return states.get(state);
    }

    /** Everything that follows from a scenario. */
    Numbers numbers(Scenario scenario) {
        return numbers(scenario, now());
    }

    /**
     * Everything that would follow had only the last releases not been handed back yet.
     *
     * @param undone how many of them
     */
    Numbers numbers(Scenario scenario, int undone) {
        int earliest = now() - undone;
        ManagedPages first = managed(earliest);
        long minFreeKib = minFree(scenario, first, managed(Math.max(earliest, scenario.minFreeState())));
        ManagedPages atMarks = managed(Math.max(earliest, scenario.marksState()));
        ManagedPages atReserve = managed(Math.max(earliest, scenario.reserveState()));
        return new Numbers(
                minFreeKib,
                marks(atMarks, minFreeKib, scenario),
                LowmemReserve.of(problem.zones(), atReserve, problem.settings()));
    }

    private long minFree(Scenario scenario, ManagedPages first, ManagedPages last) {
        List<Map<Watermark, Long>> none =
                problem.zones().stream().map(z -> Map.<Watermark, Long>of()).toList();
        long atBoot = MinFreeKbytes.calculated(problem.zones(), first, none, problem.settings());
        return switch (scenario.passes()) {
            case ONCE -> atBoot;
            case SET_LATER -> problem.published().minFreeKib();
            case REPEATED ->
                MinFreeKbytes.calculated(problem.zones(), last, marks(first, atBoot, scenario), problem.settings());
            case KHUGEPAGED ->
                Math.max(
                        atBoot,
                        MinFreeKbytes.recommended(
                                problem.zones(), last, marks(first, atBoot, scenario), problem.settings()));
        };
    }

    private List<Map<Watermark, Long>> marks(ManagedPages managed, long minFreeKib, Scenario scenario) {
        return WatermarkRule.of(problem.zones(), managed, minFreeKib, problem.settings(), scenario.movable());
    }
}
