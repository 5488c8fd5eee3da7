package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.check.Verdict;
import java.util.Optional;

/**
 * A printed number, and what the reference says of it.
 *
 * @param name as zoneinfo prints it: {@code min}, {@code protection[2]}, {@code cpu 0 batch}
 * @param value the number; in pages, of {@code start_pfn} a frame
 * @param verdict empty where no check speaks of it here
 */
public record Compared(String name, long value, Optional<Verdict> verdict) {

    /** Whether the reference gives exactly this number. */
    public boolean isPredicted() {
        return verdict.filter(Verdict.Holds.class::isInstance).isPresent();
    }

    /** Whether there is something to say: the number differs from what the reference gives. */
    public boolean differs() {
        return verdict.filter(v -> !(v instanceof Verdict.Holds) && !(v instanceof Verdict.NotObservable))
                .isPresent();
    }
}
