package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the one set of managed values from which all published numbers were computed: min, low, high, reserves and
 * min_free_kbytes of all zones together.
 *
 * <p>The kernel computes them when min_free_kbytes is set, at boot as a rule, and does not look at them again when memory is
 * handed back later. So the releases are undone, each in a zone where it can lie, and every course of events that the kernel
 * knows is tried. Where none gives all numbers, the one that contradicts the fewest is taken, and those are named.
 */
public final class ManagedSolver {

    /**
     * A course of events that the host's settings do not let expect must account for more than one number that the expected
     * one does not: a single number that was changed is not to be explained by a history.
     */
    private static final int UNEXPECTED_COST = 2;

    private ManagedSolver() {}

    /** Solves; the answer is the same for the same problem. */
    public static Solution solve(Problem problem) {
        List<Timeline> timelines = Placements.of(problem.releases()).stream()
                .map(p -> Timeline.of(problem, p))
                .flatMap(Optional::stream)
                .toList();
        if (timelines.isEmpty()) {
            timelines = Timeline.of(problem, List.of()).stream().toList();
        }
        List<Attempt> attempts = new ArrayList<>();
        for (Timeline timeline : timelines) {
            Scenarios.asBooted(problem, timeline).forEach(s -> attempts.add(attempt(problem, timeline, s)));
        }
        if (attempts.stream().noneMatch(a -> a.cost() < UNEXPECTED_COST)) {
            for (Timeline timeline : timelines) {
                Scenarios.recomputed(timeline).forEach(s -> attempts.add(attempt(problem, timeline, s)));
            }
        }
        return best(problem, attempts);
    }

    private record Attempt(Timeline timeline, Scenario scenario, Comparison comparison) {

        int cost() {
            return comparison.contradictions().size() + (scenario.asBooted() ? 0 : UNEXPECTED_COST);
        }

        List<Quantity> contradicted() {
            return comparison.contradictions().stream()
                    .map(Contradiction::quantity)
                    .toList();
        }
    }

    private static Attempt attempt(Problem problem, Timeline timeline, Scenario scenario) {
        Numbers numbers = timeline.numbers(scenario);
        return new Attempt(timeline, scenario, Comparison.of(problem.published(), numbers, problem.settings()));
    }

    private static Solution best(Problem problem, List<Attempt> attempts) {
        int least = attempts.stream().mapToInt(Attempt::cost).min().orElseThrow();
        List<Attempt> equal = attempts.stream().filter(a -> a.cost() == least).toList();
        Attempt chosen = equal.get(0);
        Set<Quantity> candidates = new LinkedHashSet<>();
        equal.forEach(a -> candidates.addAll(a.contradicted()));
        chosen.contradicted().forEach(candidates::remove);
        Timeline timeline = chosen.timeline();
        List<Numbers> steps = new ArrayList<>();
        List<ManagedPages> states = new ArrayList<>();
        for (int i = 0; i <= timeline.now(); i++) {
            steps.add(timeline.numbers(chosen.scenario(), i));
            states.add(timeline.managed(i));
        }
        return new Solution(
                chosen.scenario(),
                timeline.releases(),
                states,
                steps,
                chosen.comparison().boosts(),
                chosen.comparison().contradictions(),
                List.copyOf(candidates),
                timeline.numbers(Scenarios.asBooted(problem, timeline).get(0)).minFreeKib());
    }
}
