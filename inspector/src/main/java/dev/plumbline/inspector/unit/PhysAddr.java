package dev.plumbline.inspector.unit;

/**
 * A physical address, unsigned.
 *
 * @param value bytes from physical address zero
 */
public record PhysAddr(long value) implements Comparable<PhysAddr> {

    @Override
    public int compareTo(PhysAddr other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** {@code 0x} and lower-case hex without leading zeros. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
