package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mapping that several owners share, and what each has of it. smaps says what the mapping costs as a whole, pagemap which of
 * its pages are populated; the two are read one after the other. smaps is what is divided, pagemap what it is divided by
 * ({@link Apportion}).
 */
public final class SharedMapping {

    private final List<Part> parts;
    private final Usage whole;
    private final long pageBytes;
    private final long[] roomPages;
    private final long[] presentPages;
    private final long[] hugePages;
    private final long[] swappedPages;
    private final long[] pssBytes;

    /**
     * A mapping.
     *
     * @param parts all of its parts, ascending
     * @param whole what smaps says of it
     * @param pageBytes the base page size
     */
    public SharedMapping(List<Part> parts, Usage whole, int pageBytes) {
        this.parts = List.copyOf(parts);
        this.whole = whole;
        this.pageBytes = pageBytes;
        this.roomPages =
                parts.stream().mapToLong(p -> p.range().sizeBytes() / pageBytes).toArray();
        this.presentPages = new long[parts.size()];
        this.hugePages = new long[parts.size()];
        this.swappedPages = new long[parts.size()];
        this.pssBytes = new long[parts.size()];
    }

    /** Counts the pages of each part. */
    public void count(PopulatedPages pages) {
        for (int i = 0; i < parts.size(); i++) {
            int part = i;
            pages.forEachIn(parts.get(i).range(), run -> {
                long count = (run.end() - run.start()) / pageBytes;
                presentPages[part] += run.present() && !run.zero() ? count : 0;
                hugePages[part] += run.present() && !run.zero() && run.huge() ? count : 0;
                swappedPages[part] += run.swapped() ? count : 0;
            });
        }
    }

    /** All of its parts. */
    public AddressRange range() {
        return parts.get(0).vma().range();
    }

    /** Whether other processes, or other mappings, have a share in its pages, so that Pss is not simply Rss. */
    public boolean sharesPages() {
        return whole.pssBytes() != whole.residentBytes();
    }

    /** Takes the share that each part has in its pages, in bytes, as counted page by page. */
    public void weigh(PageShares shares) {
        long[] weights = shares.of(parts.stream().map(Part::range).toList(), whole.pssBytes());
        System.arraycopy(weights, 0, pssBytes, 0, weights.length);
    }

    /**
     * By how much smaps and pagemap differ.
     *
     * @return bytes of Rss and Swap that one of them has and the other has not
     */
    public long disputedBytes() {
        long resident = whole.residentBytes()
                + whole.hugetlbBytes()
                - Arrays.stream(presentPages).sum() * pageBytes;
        long swapped = whole.swapBytes() - Arrays.stream(swappedPages).sum() * pageBytes;
        return Math.abs(resident) + Math.abs(swapped);
    }

    /** The parts with their costs, which add up to the mapping's. */
    public List<OwnedRange> costs() {
        boolean hugetlb = whole.residentBytes() == 0 && whole.hugetlbBytes() != 0;
        long[] resident = divide(hugetlb ? 0 : whole.residentBytes(), hugetlb ? new long[parts.size()] : presentPages);
        long[] pss =
                sharesPages() ? Apportion.exactly(whole.pssBytes(), capped(pssBytes, resident), resident) : resident;
        long[] swap = divide(whole.swapBytes(), swappedPages);
        long[] huge = Apportion.exactly(whole.hugeBytes(), capped(scaled(hugePages), resident), resident);
        long[] hugetlbBytes = divide(whole.hugetlbBytes(), hugetlb ? presentPages : new long[parts.size()]);
        List<OwnedRange> ranges = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            ranges.add(parts.get(i).costing(new Usage(resident[i], pss[i], swap[i], huge[i], hugetlbBytes[i])));
        }
        return ranges;
    }

    /** Whole pages, and what is no whole page to the first part; the kernel prints none such. */
    private long[] divide(long totalBytes, long[] pages) {
        long[] shares = scaled(Apportion.exactly(totalBytes / pageBytes, pages, roomPages));
        shares[0] += totalBytes % pageBytes;
        return shares;
    }

    private long[] scaled(long[] pages) {
        return Arrays.stream(pages).map(p -> p * pageBytes).toArray();
    }

    private static long[] capped(long[] values, long[] most) {
        long[] capped = new long[values.length];
        Arrays.setAll(capped, i -> Math.min(values[i], most[i]));
        return capped;
    }
}
