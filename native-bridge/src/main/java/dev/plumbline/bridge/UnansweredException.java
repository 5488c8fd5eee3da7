package dev.plumbline.bridge;

import java.io.IOException;
import java.time.Duration;

/** The kernel did not come back from a call in time; the thread that made it waits on. */
final class UnansweredException extends IOException {

    private static final long serialVersionUID = 1L;

    UnansweredException(String because) {
        super(because);
    }

    static UnansweredException after(Duration limit) {
        return new UnansweredException(
                "no answer within %s s: the kernel waits for a page of the process's memory, or for a lock on it (userfaultfd, a file system that hangs)"
                        .formatted(seconds(limit)));
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? Long.toString(limit.toSeconds())
                : "%.1f".formatted(limit.toMillis() / 1e3);
    }
}
