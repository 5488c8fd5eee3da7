package dev.plumbline.bridge;

import java.util.Optional;

/**
 * What a call into the C library or the kernel answered.
 *
 * @param <T> the value's type
 */
public sealed interface NativeAnswer<T> {

    /** The call succeeded. */
    record Value<T>(T value) implements NativeAnswer<T> {}

    /**
     * The kernel refused.
     *
     * @param call the call's name, such as {@code ioctl(PAGEMAP_SCAN)}
     * @param errno its number on this architecture
     * @param errnoName its name in errno.h ({@code EPERM}), or {@code errno N} where it has none here
     */
    record Refused<T>(String call, int errno, String errnoName) implements NativeAnswer<T> {

        /** One line for people. */
        @Override
        public String toString() {
            return call + ": " + errnoName;
        }

        /** The same refusal under another type. */
        public <R> NativeAnswer<R> retyped() {
            return new Refused<>(call, errno, errnoName);
        }
    }

    /**
     * No call was made: the native library could not be loaded, or does not have the function.
     *
     * @param reason why, for people
     */
    record Unavailable<T>(String reason) implements NativeAnswer<T> {}

    /** The value, where there is one. */
    default Optional<T> answer() {
        return this instanceof Value<T> v ? Optional.of(v.value()) : Optional.empty();
    }
}
