package dev.plumbline.agent.inside;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The latest snapshot, for the threads of clients. */
final class Latest {

    private static final long MOST_NANOS_TO_WAIT = TimeUnit.SECONDS.toNanos(30);

    private @Nullable Snapshot snapshot;
    private boolean ended;

    synchronized void set(Snapshot newer) {
        snapshot = newer;
        notifyAll();
    }

    /** Nobody waits for what will not come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized Optional<Snapshot> get() {
        return Optional.ofNullable(snapshot);
    }

    /** Zero before the first. */
    synchronized long number() {
        return snapshot == null ? 0 : snapshot.number();
    }

    /** Waits for a snapshot later than one, at most half a minute; whether it came. */
    synchronized boolean awaitAfter(long number) {
        long deadline = System.nanoTime() + MOST_NANOS_TO_WAIT;
        long left = MOST_NANOS_TO_WAIT;
        while (number() <= number && !ended && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            left = deadline - System.nanoTime();
        }
        return number() > number;
    }
}
