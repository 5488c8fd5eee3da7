package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import java.util.List;
import java.util.Optional;

/**
 * What came of a replay.
 *
 * @param setup the rules and the unrecorded state that it was made with
 * @param why how they were chosen, for people
 * @param trace the trace
 * @param answers what the simulated allocator answered, step by step
 * @param agreeing how many steps agree in all that the trace shows of them
 * @param firstDifference the first step that does not; after the last step, lists that do not
 */
public record ReplayResult(
        ReplaySetup setup,
        String why,
        BuddyTrace trace,
        List<BuddyTrace.Step> answers,
        int agreeing,
        Optional<Difference> firstDifference) {

    /** Copies the answers. */
    public ReplayResult {
        answers = List.copyOf(answers);
    }

    /** How many steps there are. */
    public int steps() {
        return answers.size();
    }

    /** Whether everything agrees, the lists afterwards included. */
    public boolean agrees() {
        return firstDifference.isEmpty();
    }
}
