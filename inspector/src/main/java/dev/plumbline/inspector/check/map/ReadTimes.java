package dev.plumbline.inspector.check.map;

import java.time.Duration;

/**
 * How long it took, by what was read. smaps and maps are rendered by the kernel while they are read, so their time is the
 * kernel's.
 *
 * @param smaps reading smaps, or maps in its place
 * @param parsing making records of it
 * @param pages pagemap and what belongs to it
 * @param memory reading the process's own memory and making sense of it
 * @param ask the process's own answers; zero unless it was asked
 * @param total from the first file to the last
 */
public record ReadTimes(
        Duration smaps, Duration parsing, Duration pages, Duration memory, Duration ask, Duration total) {

    /** Where nothing was measured. */
    public static final ReadTimes NONE =
            new ReadTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
