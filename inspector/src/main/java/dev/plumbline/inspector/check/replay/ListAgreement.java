package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.trace.BuddyTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the lists after the last step are the trace's, frame by frame in list order. */
final class ListAgreement {

    private record Key(BuddyTrace.Kind kind, int number, int type) {
        String words() {
            return kind == BuddyTrace.Kind.BUDDY
                    ? "free list of order %d, type %d".formatted(number, type)
                    : "per-CPU list %d".formatted(number);
        }
    }

    private ListAgreement() {}

    /** The first list that differs; empty if none does or the trace has none. */
    static Optional<Difference> difference(
            List<BuddyTrace.ListLine> recorded, List<BuddyTrace.ListLine> ours, int step) {
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        Map<Key, List<Long>> expected = joined(recorded);
        Map<Key, List<Long>> simulated = joined(ours);
        for (Key key : expected.keySet()) {
            simulated.putIfAbsent(key, List.of());
        }
        int line = recorded.get(0).line();
        for (Map.Entry<Key, List<Long>> entry : simulated.entrySet()) {
            List<Long> frames = expected.getOrDefault(entry.getKey(), List.of());
            if (!frames.equals(entry.getValue())) {
                return Optional.of(of(entry.getKey(), frames, entry.getValue(), step, line));
            }
        }
        return Optional.empty();
    }

    private static Difference of(Key key, List<Long> expected, List<Long> simulated, int step, int line) {
        int at = 0;
        while (at < expected.size() && at < simulated.size() && expected.get(at).equals(simulated.get(at))) {
            at++;
        }
        return new Difference(
                step,
                line,
                "%d blocks, %s".formatted(expected.size(), frame(expected, at)),
                "%d blocks, %s".formatted(simulated.size(), frame(simulated, at)),
                "lists-after: the " + key.words() + " differs");
    }

    private static String frame(List<Long> frames, int at) {
        return at < frames.size()
                ? "the one at place %d is %x".formatted(at + 1, frames.get(at))
                : "none at place " + (at + 1);
    }

    private static Map<Key, List<Long>> joined(List<BuddyTrace.ListLine> lines) {
        Map<Key, List<Long>> lists = new LinkedHashMap<>();
        for (BuddyTrace.ListLine line : lines) {
            int type = line.kind() == BuddyTrace.Kind.BUDDY ? line.type() : 0;
            lists.computeIfAbsent(new Key(line.kind(), line.number(), type), key -> new ArrayList<>())
                    .addAll(line.pfns());
        }
        return lists;
    }
}
