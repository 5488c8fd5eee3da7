package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pages are buffers'. A page has one owner; one that buffers share with other allocations is theirs if they have more than half
 * of it. What they lose on some pages they win on others.
 */
final class PagesOfBuffers {

    private final long pageBytes;
    private final List<AddressRange> runs = new ArrayList<>();
    private long page;
    private long coveredBytes;

    private PagesOfBuffers(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    /**
     * The pages, neighbours joined, in ascending order.
     *
     * @param ranges what each buffer takes, ascending, without overlap
     * @param pageBytes the base page size, a power of two
     */
    static List<AddressRange> of(List<AddressRange> ranges, int pageBytes) {
        PagesOfBuffers pages = new PagesOfBuffers(pageBytes);
        ranges.stream().filter(range -> range.sizeBytes() > 0).forEach(pages::add);
        pages.decide();
        return pages.runs;
    }

    private void add(AddressRange range) {
        long start = range.start().value();
        long end = range.end().value();
        long first = start & -pageBytes;
        long last = (end - 1) & -pageBytes;
        if (first != page) {
            decide();
            page = first;
        }
        if (first == last) {
            coveredBytes += end - start;
            return;
        }
        coveredBytes += first + pageBytes - start;
        decide();
        if (first + pageBytes != last) {
            append(first + pageBytes, last);
        }
        page = last;
        coveredBytes = end - last;
    }

    private void decide() {
        if (coveredBytes * 2 > pageBytes) {
            append(page, page + pageBytes);
        }
        coveredBytes = 0;
    }

    private void append(long start, long end) {
        int last = runs.size() - 1;
        if (last >= 0 && runs.get(last).end().value() == start) {
            runs.set(last, AddressRange.of(runs.get(last).start().value(), end));
        } else {
            runs.add(AddressRange.of(start, end));
        }
    }
}
