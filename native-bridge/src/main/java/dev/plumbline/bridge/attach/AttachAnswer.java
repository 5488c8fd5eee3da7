package dev.plumbline.bridge.attach;

/**
 * How an attempt to talk to a JVM ended.
 *
 * @param <T> the value's type
 */
public sealed interface AttachAnswer<T> {

    /** It succeeded. */
    record Value<T>(T value) implements AttachAnswer<T> {}

    /**
     * It did not.
     *
     * @param reason why, a clause for people: {@code it has no handler for SIGQUIT}
     * @param remedy what would help, a clause beginning with a verb
     */
    record Refused<T>(String reason, String remedy) implements AttachAnswer<T> {

        /** The same refusal under another type. */
        public <R> Refused<R> retyped() {
            return new Refused<>(reason, remedy);
        }
    }
}
