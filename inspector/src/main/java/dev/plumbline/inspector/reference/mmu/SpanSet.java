package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct aligned spans of {@code 1 << shift} bytes that some addresses fall into. It takes eight bytes a span,
 * however many addresses there are.
 */
public final class SpanSet {

    private final int shift;
    private long[] indices = new long[8];
    private int size;
    private boolean ascending = true;

    SpanSet(int shift) {
        this.shift = shift;
    }

    /** Adds the span that holds the address. Cheapest in ascending order of addresses. */
    void add(long address) {
        long index = address >>> shift;
        if (size > 0) {
            long last = indices[size - 1];
            if (last == index) {
                return;
            }
            ascending &= last < index;
        }
        if (size == indices.length) {
            indices = Arrays.copyOf(indices, size * 2);
        }
        indices[size++] = index;
    }

    /** Whether the span that holds the address is in the set. */
    public boolean contains(long address) {
        settle();
        return Arrays.binarySearch(indices, 0, size, address >>> shift) >= 0;
    }

    /** How many spans there are. */
    public int size() {
        settle();
        return size;
    }

    /** The first address of each span, ascending. */
    public long[] starts() {
        settle();
        long[] starts = new long[size];
        for (int i = 0; i < size; i++) {
            starts[i] = indices[i] << shift;
        }
        return starts;
    }

    /**
     * How many spans the ranges touch that are not in the set.
     *
     * @param ranges ascending, without overlap
     */
    public long missing(List<AddressRange> ranges) {
        settle();
        long missing = 0;
        long counted = -1;
        for (AddressRange range : ranges) {
            if (range.sizeBytes() == 0) {
                continue;
            }
            long first = Math.max(range.start().value() >>> shift, counted + 1);
            long last = (range.end().value() - 1) >>> shift;
            if (first <= last) {
                missing += last - first + 1 - (rank(last + 1) - rank(first));
                counted = last;
            }
        }
        return missing;
    }

    /** How many indices lie below this one. */
    private int rank(long index) {
        int found = Arrays.binarySearch(indices, 0, size, index);
        return found >= 0 ? found : -found - 1;
    }

    private void settle() {
        if (ascending) {
            return;
        }
        Arrays.sort(indices, 0, size);
        int distinct = 1;
        for (int i = 1; i < size; i++) {
            if (indices[i] != indices[distinct - 1]) {
                indices[distinct++] = indices[i];
            }
        }
        size = distinct;
        ascending = true;
    }
}
