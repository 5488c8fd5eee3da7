package dev.plumbline.bridge.attach;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A point in time that must not be passed, by the monotonic clock. */
final class Deadline {

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration span) {
        return new Deadline(System.nanoTime() + span.toNanos());
    }

    /** What is left in milliseconds, rounded up; zero or less when it is over. */
    long millisLeft() {
        long nanos = endNanos - System.nanoTime();
        return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    boolean isOver() {
        return millisLeft() == 0;
    }
}
