package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One course of events, one placement of the releases and the numbers that follow.
 *
 * @param scenario the course of events
 * @param released what was handed back after the first computation, in order, with the zone of each
 * @param managedByState the managed pages at every state; the last is today's
 * @param steps the numbers had none, the last one, the last two … of the releases not been handed back; the last element is
 *     the prediction
 * @param boosts by zone, the boost that the published watermarks contain, in pages
 * @param contradictions published numbers that do not follow; empty if all do
 * @param candidates the quantities that other, equally good solutions name instead
 * @param kernelMinFreeKib what min_free_kbytes would be had nobody written it
 */
public record Solution(
        Scenario scenario,
        List<Release.Placed> released,
        List<ManagedPages> managedByState,
        List<Numbers> steps,
        Map<Integer, Long> boosts,
        List<Contradiction> contradictions,
        List<Quantity> candidates,
        long kernelMinFreeKib) {

    /** Copies the collections. */
    public Solution {
        released = List.copyOf(released);
        managedByState = List.copyOf(managedByState);
        steps = List.copyOf(steps);
        boosts = Map.copyOf(boosts);
        contradictions = List.copyOf(contradictions);
        candidates = List.copyOf(candidates);
    }

    /** One release's share in the distance between today's value and the prediction. */
    public record Effect(Release.Placed release, long amount) {}

    /** What the rules give for today's managed pages. */
    public long today(Quantity quantity) {
        return steps.get(0).at(quantity);
    }

    /** What the rules give for the managed pages of the time. */
    public long predicted(Quantity quantity) {
        return steps.get(steps.size() - 1).at(quantity);
    }

    /** The releases that make the difference between the two, with what each contributes. */
    public List<Effect> effects(Quantity quantity) {
        List<Effect> effects = new ArrayList<>();
        for (int undone = 1; undone < steps.size(); undone++) {
            long amount = steps.get(undone).at(quantity) - steps.get(undone - 1).at(quantity);
            if (amount != 0) {
                effects.add(new Effect(released.get(released.size() - undone), amount));
            }
        }
        return effects;
    }

    /** The managed pages from which the watermarks were computed. */
    public ManagedPages atMarks() {
        return managedByState.get(scenario.marksState());
    }

    /** The managed pages from which the reserves were computed. */
    public ManagedPages atReserve() {
        return managedByState.get(scenario.reserveState());
    }

    /** Today's managed pages. */
    public ManagedPages now() {
        return managedByState.get(managedByState.size() - 1);
    }
}
