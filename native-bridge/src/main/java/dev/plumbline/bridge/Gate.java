package dev.plumbline.bridge;

import java.util.function.Consumer;

/** Stands between a call that may be left behind and whom it hands its findings to: once that one goes on, nothing more comes. */
final class Gate implements AutoCloseable {

    private boolean shut;

    PagemapVisitor guard(PagemapVisitor visitor) {
        return (addresses, entries, count) -> pass(() -> visitor.block(addresses, entries, count));
    }

    <T> Consumer<T> guard(Consumer<T> visitor) {
        return found -> pass(() -> visitor.accept(found));
    }

    private synchronized void pass(Runnable finding) {
        if (!shut) {
            finding.run();
        }
    }

    @Override
    public synchronized void close() {
        shut = true;
    }
}
