package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;

/**
 * The page sizes of an address space by range, with one size for all that no range holds. Ranges and the gaps between them are
 * segments that fill the address space without overlap, so the one that holds an address is right wherever it was found: first
 * it is guessed from what a page of the same hash was last found in, then searched. It remembers, so it belongs to one thread.
 */
public final class PageMap implements PageSizes {

    /**
     * Addresses that pages of one size map.
     *
     * @param start first address
     * @param end first address behind
     * @param pageShift log2 of the page size
     * @param owner number of the mapping that the range is part of
     */
    public record Range(long start, long end, int pageShift, int owner) {}

    /** The index of addresses that no range holds. */
    public static final int ELSEWHERE = 0;

    private static final int GUESS_BITS = 10;
    private static final long HASH_FACTOR = 0x9e3779b97f4a7c15L;
    private static final int PAGE_SHIFT = 12;

    /** By segment, ascending: its first address. */
    private final long[] firsts;

    /** By segment: its last address. */
    private final long[] lasts;

    /** By segment: the index of its range. */
    private final int[] indices;

    private int segments;

    /** By index: log2 of the page size. */
    private final int[] shifts;

    /** By hash of a page's number: a segment. */
    private final int[] guesses = new int[1 << GUESS_BITS];

    /**
     * A map of ranges.
     *
     * @param ranges ascending, without overlap, unsigned; range {@code i} has the index {@code i + 1}
     * @param elsewhere log2 of the page size of all other addresses
     * @throws IllegalArgumentException if the ranges do not ascend
     */
    public PageMap(List<Range> ranges, int elsewhere) {
        shifts = new int[ranges.size() + 1];
        shifts[ELSEWHERE] = elsewhere;
        firsts = new long[2 * ranges.size() + 1];
        lasts = new long[firsts.length];
        indices = new int[firsts.length];
        long free = 0;
        for (int index = 1; index < shifts.length; index++) {
            Range range = ranges.get(index - 1);
            if (Long.compareUnsigned(range.start, range.end) > 0 || Long.compareUnsigned(range.start, free) < 0) {
                throw new IllegalArgumentException("ranges do not ascend at %x".formatted(range.start));
            }
            shifts[index] = range.pageShift;
            addSegment(free, range.start, ELSEWHERE);
            addSegment(range.start, range.end, index);
            free = range.end;
        }
        // Ranges end at the last address at most and do not hold it.
        firsts[segments] = free;
        lasts[segments++] = -1;
    }

    private void addSegment(long start, long end, int index) {
        if (start != end) {
            firsts[segments] = start;
            lasts[segments] = end - 1;
            indices[segments++] = index;
        }
    }

    @Override
    public int at(long address) {
        return shifts[indexOf(address)];
    }

    /** The index of the range that holds an address, from 1, or {@link #ELSEWHERE}. */
    public int indexOf(long address) {
        int slot = (int) (((address >>> PAGE_SHIFT) * HASH_FACTOR) >>> (Long.SIZE - GUESS_BITS));
        int segment = guesses[slot];
        if (!holds(segment, address)) {
            segment = search(address);
            guesses[slot] = segment;
        }
        return indices[segment];
    }

    private boolean holds(int segment, long address) {
        long first = firsts[segment];
        return Long.compareUnsigned(address - first, lasts[segment] - first) <= 0;
    }

    /** The last segment that begins at the address or below it. */
    private int search(long address) {
        int low = 0;
        int high = segments - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Long.compareUnsigned(address, firsts[middle]) < 0) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** How many indices there are. */
    public int size() {
        return shifts.length;
    }
}
