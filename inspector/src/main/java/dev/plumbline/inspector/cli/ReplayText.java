package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.replay.Agreement;
import dev.plumbline.inspector.check.replay.Difference;
import dev.plumbline.inspector.check.replay.ReplayResult;
import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.report.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A replayed trace for people, and the simulated steps in the trace's own form. */
final class ReplayText {

    private ReplayText() {}

    /**
     * What agrees, and the first thing that does not.
     *
     * @param everyStep whether each step gets a line
     */
    static String of(String file, ReplayResult result, boolean everyStep) {
        StringBuilder out = new StringBuilder();
        out.append("%s: zone %s, %d steps, %s (%s)%n"
                .formatted(
                        Printable.of(file),
                        Printable.of(result.trace().zoneName()),
                        result.steps(),
                        result.setup().words(),
                        result.why()));
        if (everyStep) {
            for (int i = 0; i < result.steps(); i++) {
                out.append(step(result.trace().steps().get(i), result.answers().get(i)));
            }
        }
        out.append("%d of %d steps agree".formatted(result.agreeing(), result.steps()));
        if (result.agrees()) {
            return out.append(": frames, per-CPU pages, NR_FREE_PAGES, free blocks by order and type%s%n"
                            .formatted(result.trace().after().isEmpty() ? "" : "; so do the lists afterwards"))
                    .toString();
        }
        Difference first = result.firstDifference().orElseThrow();
        return out.append("; the first difference is at step %d (line %d)%n".formatted(first.step(), first.line()))
                .append("  expected   %s%n".formatted(first.expected()))
                .append("  simulated  %s%n".formatted(first.simulated()))
                .append("  because    %s%n".formatted(first.because()))
                .toString();
    }

    private static String step(BuddyTrace.Step recorded, BuddyTrace.Step answer) {
        Optional<Difference> difference = Agreement.difference(recorded, answer);
        return "  step %4d %s order %2d slot %2d  %-9s pcp %6d  free %9d  %s%n"
                .formatted(
                        answer.number(),
                        letter(answer),
                        answer.order(),
                        answer.slot(),
                        pfn(answer),
                        answer.counters().pcpPages().orElseThrow(),
                        answer.counters().freePages().orElseThrow(),
                        difference.map(d -> "differs: " + d.expected()).orElse("agrees"));
    }

    /** The simulated steps, a line each, as the trace has them. */
    static String csv(ReplayResult result) {
        StringBuilder out = new StringBuilder();
        for (BuddyTrace.Step step : result.answers()) {
            BuddyTrace.Counters counters = step.counters();
            out.append("step,%d,%s,%d,%d,%s,%d,%d"
                    .formatted(
                            step.number(),
                            letter(step),
                            step.order(),
                            step.slot(),
                            pfn(step),
                            counters.pcpPages().orElseThrow(),
                            counters.freePages().orElseThrow()));
            for (List<Long> order : counters.blocks()) {
                out.append(',').append(blocks(order));
            }
            out.append(System.lineSeparator());
        }
        return out.toString();
    }

    private static String blocks(List<Long> counts) {
        List<String> types = new ArrayList<>();
        for (long count : counts.subList(1, counts.size())) {
            types.add(Long.toString(count));
        }
        return counts.get(0) + ":" + String.join("/", types);
    }

    private static String letter(BuddyTrace.Step step) {
        return step.operation() == BuddyTrace.Operation.ALLOCATE ? "a" : "f";
    }

    private static String pfn(BuddyTrace.Step step) {
        return step.outcome().orElseThrow() instanceof BuddyTrace.Outcome.Block block
                ? Long.toHexString(block.pfn())
                : "-1";
    }
}
