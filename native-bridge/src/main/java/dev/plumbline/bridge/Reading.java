package dev.plumbline.bridge;

import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of reading one kernel file. Absent, denied, failed and empty are four things: an empty file is
 * {@link Content} of length zero.
 *
 * @param <T> what the file was read into
 */
public sealed interface Reading<T> {

    /** The file asked for and the instant. */
    Provenance provenance();

    /** The file was there and was read whole. */
    record Content<T>(Provenance provenance, T value) implements Reading<T> {}

    /**
     * The kernel does not offer the file, or the capture does not hold it.
     *
     * @param reason what is missing, for people
     */
    record Absent<T>(Provenance provenance, String reason) implements Reading<T> {}

    /**
     * The file exists and this user may not read it.
     *
     * @param reason the kernel's answer, with its errno name ({@code EPERM})
     * @param remedy the privilege or setting that would show it
     */
    record Denied<T>(Provenance provenance, String reason, String remedy) implements Reading<T> {}

    /**
     * The file could not be read for any other reason: an I/O error, a process that ended, a file over its size limit.
     *
     * @param reason what happened, with numbers
     */
    record Failed<T>(Provenance provenance, String reason) implements Reading<T> {}

    /** The content, where there is one. */
    default Optional<T> content() {
        return this instanceof Content<T> c ? Optional.of(c.value()) : Optional.empty();
    }

    /** The same outcome with its content, where there is one, turned into something else. */
    default <R> Reading<R> map(Function<? super T, ? extends R> turn) {
        if (this instanceof Content<T> c) {
            return new Content<>(c.provenance(), turn.apply(c.value()));
        }
        return withoutContent();
    }

    /**
     * The same absence under another type.
     *
     * @throws IllegalStateException if there is content
     */
    default <R> Reading<R> withoutContent() {
        if (this instanceof Absent<T> a) {
            return new Absent<>(a.provenance(), a.reason());
        }
        if (this instanceof Denied<T> d) {
            return new Denied<>(d.provenance(), d.reason(), d.remedy());
        }
        if (this instanceof Failed<T> f) {
            return new Failed<>(f.provenance(), f.reason());
        }
        throw new IllegalStateException(provenance().path() + " has content");
    }
}
