package dev.plumbline.inspector.reference.mmu;

import java.util.Arrays;

/**
 * Where walks stood before their last entry, by the upper bits of the address: what a processor's paging-structure cache is
 * for (Intel SDM vol. 3, 4.10.3). Direct-mapped. One place holds all addresses whose last entries stand in one piece of
 * {@link TableWords}.
 */
final class WalkCache {

    private static final long EMPTY = -1;

    private final int tagShift;
    private final int slotMask;
    private final long[] tags;
    private final long[] all;
    private final long[] any;
    /** Of the entry to read next, for the lowest address of the place; counted in units of four bytes. */
    private final int[] positions;

    private final LevelCode[] codes;

    /**
     * An empty cache.
     *
     * @param tagShift log2 of the bytes of address space that a place is for; at least 1
     * @param slots how many places there are; a power of two
     */
    WalkCache(int tagShift, int slots) {
        this.tagShift = tagShift;
        slotMask = slots - 1;
        tags = new long[slots];
        all = new long[slots];
        any = new long[slots];
        positions = new int[slots];
        codes = new LevelCode[slots];
        Arrays.fill(tags, EMPTY);
    }

    /** Where an address has its place; it is held there if the tag is the address's. */
    int slot(long address) {
        return (int) (address >>> tagShift) & slotMask;
    }

    /** Whether an address's place is this address's now. No tag is all ones, since an address is shifted. */
    boolean holds(int slot, long address) {
        return tags[slot] == address >>> tagShift;
    }

    /** Level of the entry to read next. */
    LevelCode code(int slot) {
        return codes[slot];
    }

    /** Where an address's entry stands; of an address that the place holds. */
    int position(int slot, long address) {
        return positions[slot] + codes[slot].units(address);
    }

    /** {@link Path#all} above that entry. */
    long all(int slot) {
        return all[slot];
    }

    /** {@link Path#any} above that entry. */
    long any(int slot) {
        return any[slot];
    }

    /** Remembers where the last entry of an address's walk stands. */
    void put(long address, LevelCode code, int position, long pathAll, long pathAny) {
        int slot = slot(address);
        tags[slot] = address >>> tagShift;
        codes[slot] = code;
        positions[slot] = position - code.units(address);
        all[slot] = pathAll;
        any[slot] = pathAny;
    }

    void clear() {
        Arrays.fill(tags, EMPTY);
    }
}
