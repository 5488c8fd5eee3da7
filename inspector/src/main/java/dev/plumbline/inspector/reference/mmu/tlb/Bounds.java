package dev.plumbline.inspector.reference.mmu.tlb;

/**
 * A number that is known exactly or between bounds.
 *
 * @param least at least this many
 * @param most at most this many
 */
public record Bounds(long least, long most) {

    /** @throws IllegalArgumentException if the bounds cross */
    public Bounds {
        if (least > most) {
            throw new IllegalArgumentException("bounds cross: " + least + " and " + most);
        }
    }

    /** A number that is known. */
    public static Bounds exactly(long number) {
        return new Bounds(number, number);
    }

    /** Whether both bounds are the same. */
    public boolean isExact() {
        return least == most;
    }

    /** Both bounds multiplied by something not negative. */
    public Bounds times(long factor) {
        return new Bounds(least * factor, most * factor);
    }

    /** The sum. */
    public Bounds plus(Bounds other) {
        return new Bounds(least + other.least, most + other.most);
    }

    /** What is left when something of these bounds is taken away; never below zero. */
    public Bounds minus(Bounds other) {
        return new Bounds(Math.max(0, least - other.most), Math.max(0, most - other.least));
    }
}
