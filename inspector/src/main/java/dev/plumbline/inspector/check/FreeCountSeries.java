package dev.plumbline.inspector.check;

import java.util.Collections;
import java.util.List;

/**
 * One quantity of a zone's free lists during one pass over the frames.
 *
 * @param readings what the kernel counted: before the pass, perhaps during it, and after it where there is such a reading;
 *     in order of time
 * @param reconstructed what the frames give
 */
record FreeCountSeries(List<Long> readings, long reconstructed) {

    FreeCountSeries {
        readings = List.copyOf(readings);
    }

    long before() {
        return readings.get(0);
    }

    /** Whether the first and the last reading both equal the reconstruction. */
    boolean isExact() {
        return before() == reconstructed && readings.get(readings.size() - 1) == reconstructed;
    }

    /** Whether the kernel's own count changed while the frames were read. */
    boolean moved() {
        return readings.stream().anyMatch(r -> r != before());
    }

    /** Whether the reconstruction lies between the lowest and the highest reading. */
    boolean isInsideReadings() {
        return Collections.min(readings) <= reconstructed && reconstructed <= Collections.max(readings);
    }

    /** The readings as drift; only after {@link #moved}. */
    Verdict drift() {
        long moved = readings.get(readings.size() - 1);
        if (moved == before()) {
            moved = readings.stream().filter(r -> r != before()).findFirst().orElseThrow();
        }
        return new Verdict.Drifted(
                Long.toString(before()),
                Long.toString(moved),
                Long.toString(reconstructed),
                "changed while the frames were read");
    }
}
