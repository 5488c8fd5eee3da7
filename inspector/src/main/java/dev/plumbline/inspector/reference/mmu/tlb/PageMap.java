package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;

/**
 * The page sizes of an address space by range, with one size for all that no range holds. It remembers the range of the last
 * address, so it belongs to one thread.
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

    private final long[] starts;
    private final long[] ends;
    private final int[] shifts;
    private int last;

    /**
     * A map of ranges.
     *
     * @param ranges ascending, without overlap, unsigned; range {@code i} has the index {@code i + 1}
     * @param elsewhere log2 of the page size of all other addresses
     * @throws IllegalArgumentException if the ranges do not ascend
     */
    public PageMap(List<Range> ranges, int elsewhere) {
        starts = new long[ranges.size() + 1];
        ends = new long[ranges.size() + 1];
        shifts = new int[ranges.size() + 1];
        shifts[ELSEWHERE] = elsewhere;
        for (int i = 1; i < starts.length; i++) {
            Range range = ranges.get(i - 1);
            if (Long.compareUnsigned(range.start, range.end) > 0
                    || (i > 1 && Long.compareUnsigned(range.start, ends[i - 1]) < 0)) {
                throw new IllegalArgumentException("ranges do not ascend at %x".formatted(range.start));
            }
            starts[i] = range.start;
            ends[i] = range.end;
            shifts[i] = range.pageShift;
        }
    }

    @Override
    public int at(long address) {
        return shifts[indexOf(address)];
    }

    /** The index of the range that holds an address, from 1, or {@link #ELSEWHERE}. */
    public int indexOf(long address) {
        int known = last;
        if (Long.compareUnsigned(address - starts[known], ends[known] - starts[known]) < 0) {
            return known;
        }
        return search(address);
    }

    private int search(long address) {
        int low = 1;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(address, starts[middle]) < 0) {
                high = middle - 1;
            } else if (Long.compareUnsigned(address, ends[middle]) >= 0) {
                low = middle + 1;
            } else {
                last = middle;
                return middle;
            }
        }
        return ELSEWHERE;
    }

    /** How many indices there are. */
    public int size() {
        return starts.length;
    }
}
