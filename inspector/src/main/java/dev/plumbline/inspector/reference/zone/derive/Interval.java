package dev.plumbline.inspector.reference.zone.derive;

/**
 * A number that is known within bounds; both belong to it.
 *
 * @param least its lower bound
 * @param most its upper bound
 */
public record Interval(long least, long most) {

    /** @throws IllegalArgumentException if the bounds are in the wrong order */
    public Interval {
        if (most < least) {
            throw new IllegalArgumentException("interval %d-%d".formatted(least, most));
        }
    }

    /** One value. */
    public static Interval exactly(long value) {
        return new Interval(value, value);
    }

    /** Whether it is one value. */
    public boolean isExact() {
        return least == most;
    }

    /** Whether the value lies in it. */
    public boolean contains(long value) {
        return least <= value && value <= most;
    }

    /** The least interval that contains both. */
    Interval hull(Interval other) {
        return new Interval(Math.min(least, other.least), Math.max(most, other.most));
    }

    /** {@code 190}, or {@code 180 to 190}. */
    @Override
    public String toString() {
        return isExact() ? Long.toString(least) : least + " to " + most;
    }
}
