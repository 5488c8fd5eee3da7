package dev.plumbline.inspector.unit;

/**
 * A virtual address, unsigned.
 *
 * @param value all 64 bits; 32-bit addresses have zero upper halves
 */
public record VirtAddr(long value) implements Comparable<VirtAddr> {

    @Override
    public int compareTo(VirtAddr other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** {@code 0x} and lower-case hex without leading zeros. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
