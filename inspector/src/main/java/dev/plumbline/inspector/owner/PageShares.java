package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * What a process's present pages count for in Pss, page by page. A page that is mapped once counts whole (bit 56 of pagemap).
 * Any other counts as the fraction that kpagecount gives, where frame numbers are shown; where they are not, such pages count
 * alike, with what Pss leaves for them.
 *
 * <p>Source: {@code smaps_page_accumulate}, fs/proc/task_mmu.c.
 */
public final class PageShares {

    private final int pageBytes;
    private final LongFunction<OptionalLong> mappings;
    private long[] addresses = new long[1024];
    private long[] entries = new long[1024];
    private int size;

    /**
     * Nothing yet.
     *
     * @param mappings how often the frame of a number is mapped; empty where that is not known
     */
    public PageShares(int pageBytes, LongFunction<OptionalLong> mappings) {
        this.pageBytes = pageBytes;
        this.mappings = mappings;
    }

    /** Takes entries of pagemap, ascending. */
    public void add(long[] from, long[] words, int count) {
        if (size + count > addresses.length) {
            int room = Math.max(size + count, 2 * addresses.length);
            addresses = Arrays.copyOf(addresses, room);
            entries = Arrays.copyOf(entries, room);
        }
        System.arraycopy(from, 0, addresses, size, count);
        System.arraycopy(words, 0, entries, size, count);
        size += count;
    }

    /** The shares of ranges of one mapping in bytes; they need not add up to its Pss, as pages come and go. */
    long[] of(List<AddressRange> ranges, long pssBytes) {
        long[] known = new long[ranges.size()];
        long[] unknownPages = new long[ranges.size()];
        for (int i = 0; i < known.length; i++) {
            count(ranges.get(i), i, known, unknownPages);
        }
        long rest = Math.max(0, pssBytes - Arrays.stream(known).sum());
        long pages = Arrays.stream(unknownPages).sum();
        for (int i = 0; i < known.length && pages > 0; i++) {
            known[i] += Math.round((double) rest * unknownPages[i] / pages);
        }
        return known;
    }

    private void count(AddressRange range, int part, long[] known, long[] unknownPages) {
        int at = Arrays.binarySearch(addresses, 0, size, range.start().value());
        long last = range.end().value() - 1;
        for (int i = at < 0 ? -at - 1 : at; i < size && Long.compareUnsigned(addresses[i], last) <= 0; i++) {
            if (!PagemapEntry.present(entries[i])) {
                continue;
            }
            if (PagemapEntry.exclusive(entries[i])) {
                known[part] += pageBytes;
                continue;
            }
            OptionalLong pfn = PagemapEntry.pfn(entries[i]);
            OptionalLong times = pfn.isPresent() ? mappings.apply(pfn.getAsLong()) : OptionalLong.empty();
            if (times.isPresent()) {
                known[part] += times.getAsLong() == 0 ? 0 : pageBytes / times.getAsLong();
            } else {
                unknownPages[part]++;
            }
        }
    }
}
