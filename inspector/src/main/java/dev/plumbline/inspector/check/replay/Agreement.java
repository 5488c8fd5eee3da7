package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether an answer is what the trace has, and if not, in what it differs. Blank columns agree with anything. */
public final class Agreement {

    private Agreement() {}

    /** What differs; empty if nothing does. */
    public static Optional<Difference> difference(BuddyTrace.Step recorded, BuddyTrace.Step answer) {
        List<String> what = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<String> simulated = new ArrayList<>();
        if (recorded.outcome().isPresent() && !recorded.outcome().equals(answer.outcome())) {
            what.add("the frame");
            expected.add(frame(recorded.outcome()));
            simulated.add(frame(answer.outcome()));
        }
        BuddyTrace.Counters kernel = recorded.counters();
        BuddyTrace.Counters ours = answer.counters();
        if (differs(kernel.pcpPages(), ours.pcpPages())) {
            what.add("the pages on per-CPU lists");
            expected.add("pcp_count " + kernel.pcpPages().getAsLong());
            simulated.add("pcp_count " + ours.pcpPages().getAsLong());
        }
        if (differs(kernel.freePages(), ours.freePages())) {
            what.add("NR_FREE_PAGES");
            expected.add("nr_free_pages " + kernel.freePages().getAsLong());
            simulated.add("nr_free_pages " + ours.freePages().getAsLong());
        }
        for (int order = 0; order < kernel.blocks().size(); order++) {
            List<Long> ourBlocks = order < ours.blocks().size() ? ours.blocks().get(order) : List.of();
            if (!kernel.blocks().get(order).equals(ourBlocks)) {
                what.add("the free blocks of order " + order);
                expected.add("order " + order + " " + blocks(kernel.blocks().get(order)));
                simulated.add("order " + order + " " + blocks(ourBlocks));
            }
        }
        if (what.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                recorded.number(),
                recorded.line(),
                String.join(", ", expected),
                String.join(", ", simulated),
                String.join(", ", what)));
    }

    private static boolean differs(OptionalLong recorded, OptionalLong answer) {
        return recorded.isPresent() && !recorded.equals(answer);
    }

    private static String frame(Optional<BuddyTrace.Outcome> outcome) {
        return outcome.orElseThrow() instanceof BuddyTrace.Outcome.Block block
                ? "pfn %x".formatted(block.pfn())
                : "no block";
    }

    private static String blocks(List<Long> counts) {
        if (counts.isEmpty()) {
            return "none";
        }
        List<String> words = new ArrayList<>();
        for (long count : counts.subList(1, counts.size())) {
            words.add(Long.toString(count));
        }
        return counts.get(0) + ":" + String.join("/", words);
    }
}
