package dev.plumbline.inspector.arch;

/**
 * A named field of a page-table entry that holds no address.
 *
 * @param name as the manual or the kernel's header names it
 * @param low its lowest bit
 * @param width number of bits
 * @param source where it is defined
 */
public record FlagBits(String name, int low, int width, String source) {

    static FlagBits of(String name, int bit, String source) {
        return new FlagBits(name, bit, 1, source);
    }

    /** The entry bits it occupies. */
    public long mask() {
        return (-1L >>> (Long.SIZE - width)) << low;
    }
}
