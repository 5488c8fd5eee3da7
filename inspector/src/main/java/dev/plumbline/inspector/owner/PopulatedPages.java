package dev.plumbline.inspector.owner;

import dev.plumbline.bridge.PageRun;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Arrays;

/**
 * Which pages of a process are populated, and how, in runs of neighbours that are alike; ascending. What memory is read is first
 * looked up here: reading a page that the process never touched would make the kernel map one.
 */
public final class PopulatedPages {

    /** What is kept at most: some 100 MB. The pages behind count as not known. */
    private static final int MOST_RUNS = 1 << 22;

    private static final long PRESENT = 8;
    private static final long SWAPPED = 16;

    private long[] starts = new long[256];
    private long[] ends = new long[256];
    private byte[] kinds = new byte[256];
    private int size;

    /** Takes what PAGEMAP_SCAN tells; ascending. */
    public void add(PageRun run) {
        add(run.start(), run.end(), run.categories());
    }

    /** Takes an entry of pagemap that says anything; ascending. Whether it is the zero page or huge, it does not tell. */
    public void add(long address, long entry, int pageBytes) {
        if (PagemapEntry.present(entry) || PagemapEntry.swapped(entry)) {
            add(address, address + pageBytes, PagemapEntry.present(entry) ? PRESENT : SWAPPED);
        }
    }

    private void add(long start, long end, long categories) {
        byte kind = (byte) categories;
        if (size > 0 && ends[size - 1] == start && kinds[size - 1] == kind) {
            ends[size - 1] = end;
            return;
        }
        if (size == MOST_RUNS) {
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        kinds[size++] = kind;
    }

    /** Takes a run, cut to the range that was asked for. */
    @FunctionalInterface
    public interface Visitor {
        void run(PageRun run);
    }

    /** Hands out what of a range is populated, ascending. */
    public void forEachIn(AddressRange range, Visitor visitor) {
        long start = range.start().value();
        long last = range.end().value() - 1;
        for (int i = firstEndingAbove(start); i < size && Long.compareUnsigned(starts[i], last) <= 0; i++) {
            long from = Long.compareUnsigned(starts[i], start) > 0 ? starts[i] : start;
            long to = Long.compareUnsigned(ends[i] - 1, last) < 0 ? ends[i] : last + 1;
            visitor.run(new PageRun(from, to, kinds[i]));
        }
    }

    /** Whether the page of an address is in RAM. */
    public boolean presentAt(long address) {
        int i = firstEndingAbove(address);
        return i < size && Long.compareUnsigned(starts[i], address) <= 0 && (kinds[i] & PRESENT) != 0;
    }

    /** The first address from one on whose page is in RAM, below an end; the end where there is none. */
    public long nextPresent(long from, long end) {
        for (int i = firstEndingAbove(from); i < size && Long.compareUnsigned(starts[i], end) < 0; i++) {
            if ((kinds[i] & PRESENT) != 0) {
                return Long.compareUnsigned(starts[i], from) > 0 ? starts[i] : from;
            }
        }
        return end;
    }

    /** The first run whose last address is not below an address. */
    private int firstEndingAbove(long address) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(ends[middle] - 1, address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
