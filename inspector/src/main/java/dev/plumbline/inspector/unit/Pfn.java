package dev.plumbline.inspector.unit;

/**
 * A page frame number: a physical address divided by the base page size.
 *
 * @param value not negative
 */
public record Pfn(long value) implements Comparable<Pfn> {

    /** @throws IllegalArgumentException if negative */
    public Pfn {
        if (value < 0) {
            throw new IllegalArgumentException("pfn " + value + " is negative");
        }
    }

    @Override
    public int compareTo(Pfn other) {
        return Long.compare(value, other.value);
    }
}
