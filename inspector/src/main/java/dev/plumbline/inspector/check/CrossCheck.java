package dev.plumbline.inspector.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Holds OSHI's numbers against the kernel's own. Where both know one, the kernel's counts; where they differ, a note says so. */
final class CrossCheck {

    private final List<String> notes = new ArrayList<>();

    /**
     * The number for a report's header.
     *
     * @param what the quantity and its unit, such as {@code CPUs online}
     * @param file where the kernel says it
     */
    OptionalLong agreed(String what, OptionalLong kernel, String file, OptionalLong oshi) {
        if (kernel.isPresent() && oshi.isPresent() && kernel.getAsLong() != oshi.getAsLong()) {
            notes.add("%s: %d by %s, which is used, and %d by OSHI"
                    .formatted(what, kernel.getAsLong(), file, oshi.getAsLong()));
        }
        return kernel.isPresent() ? kernel : oshi;
    }

    /** {@link #agreed(String, OptionalLong, String, OptionalLong)} for what is counted. */
    OptionalInt agreed(String what, OptionalInt kernel, String file, OptionalInt oshi) {
        OptionalLong agreed = agreed(what, widened(kernel), file, widened(oshi));
        return agreed.isPresent() ? OptionalInt.of((int) agreed.getAsLong()) : OptionalInt.empty();
    }

    /** The disagreements, for people. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private static OptionalLong widened(OptionalInt number) {
        return number.isPresent() ? OptionalLong.of(number.getAsInt()) : OptionalLong.empty();
    }
}
