package dev.plumbline.bridge;

/**
 * A half-open range of virtual addresses, unsigned.
 *
 * @param start first address
 * @param end first address behind it
 */
public record Span(long start, long end) {

    /** @throws IllegalArgumentException if {@code end} lies below {@code start} */
    public Span {
        if (Long.compareUnsigned(start, end) > 0) {
            throw new IllegalArgumentException("range ends before it starts: %x-%x".formatted(start, end));
        }
    }
}
