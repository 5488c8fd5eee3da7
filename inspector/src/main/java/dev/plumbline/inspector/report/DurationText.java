package dev.plumbline.inspector.report;

import java.time.Duration;
import java.util.Locale;

/** Spans of time for people. */
final class DurationText {

    private DurationText() {}

    /** The two largest units: {@code 3 d 4 h}, {@code 5 min 12 s}, {@code 1.5 s}. */
    static String of(Duration span) {
        if (span.toDays() > 0) {
            return two(span.toDays(), "d", span.toHoursPart(), "h");
        }
        if (span.toHours() > 0) {
            return two(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        if (span.toMinutes() > 0) {
            return two(span.toMinutes(), "min", span.toSecondsPart(), "s");
        }
        return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }

    private static String two(long many, String large, int few, String small) {
        return few == 0 ? "%d %s".formatted(many, large) : "%d %s %d %s".formatted(many, large, few, small);
    }
}
