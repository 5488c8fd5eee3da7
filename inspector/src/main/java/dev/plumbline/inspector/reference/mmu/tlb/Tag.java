package dev.plumbline.inspector.reference.mmu.tlb;

/**
 * A tag as one long: the address space in bits 63:48, what the entry is in bits 47:45 (never zero, so that zero is a free
 * way), and the page number in bits 44:0. That is enough for 57-bit addresses in pages of 4 KiB: bits above are the sign of a
 * canonical address, or a tag that the hardware ignores.
 */
final class Tag {

    /** The tag of a way that holds nothing. */
    static final long FREE = 0;

    /** Stands in the place of the address space for entries that serve all. */
    static final int EVERY_SPACE = 0xffff;

    /** Bits of a virtual address that are compared. */
    static final long ADDRESS_MASK = (1L << 57) - 1;

    private static final int CODE_SHIFT = 45;
    private static final int SPACE_SHIFT = 48;
    private static final long NUMBER_MASK = (1L << CODE_SHIFT) - 1;

    private Tag() {}

    /**
     * Makes a tag.
     *
     * @param prefix from {@link #prefix}
     * @param shift log2 of the bytes that the entry covers, at least 12
     */
    static long of(long prefix, long address, int shift) {
        return prefix | ((address & ADDRESS_MASK) >>> shift);
    }

    /** The upper bits of a tag. */
    static long prefix(int space, int code) {
        return ((long) space << SPACE_SHIFT) | ((long) code << CODE_SHIFT);
    }

    static int space(long tag) {
        return (int) (tag >>> SPACE_SHIFT);
    }

    static int code(long tag) {
        return (int) (tag >>> CODE_SHIFT) & 7;
    }

    static long number(long tag) {
        return tag & NUMBER_MASK;
    }
}
