package dev.plumbline.inspector.jvm;

/**
 * How a 32-bit value stands for a 64-bit pointer: {@code base + (value << shift)}; for references, zero is null whatever the base.
 *
 * @param base unsigned
 * @param shift in bits, 0 to 31
 */
public record PointerEncoding(long base, int shift) {

    /** The address that a compressed value stands for. */
    public long decode(int compressed) {
        return base + ((compressed & 0xffffffffL) << shift);
    }
}
