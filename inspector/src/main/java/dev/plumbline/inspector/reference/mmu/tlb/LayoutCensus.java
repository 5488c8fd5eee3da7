package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts what a process's pages would need if they were of other sizes: pages, and tables of each level. Mappings come in
 * ascending order, each with its pages in ascending order, so that nothing is kept of a page.
 *
 * <p>A page of the other size lies in one mapping; where a mapping's edge cuts it, the mapping is rounded up to it. A table
 * serves every mapping in its span, as the kernel's do ({@code free_pgtables}, mm/memory.c).
 */
public final class LayoutCensus {

    private final int basePageShift;
    private final List<Size> sizes = new ArrayList<>();
    private long mappings;
    private long mappedBytes;
    private long residentLeast;
    private long residentMost;
    private long start;
    private long end;

    /** Counts for one page size. */
    private static final class Size {
        final int shift;
        final List<Spans> tables = new ArrayList<>();
        long least;
        long most;
        long entriesLeast;
        long entriesMost;
        long fittingMappings;
        long fittingBytes;
        long lastPage;
        boolean anyPage;
        long fitStart;
        long fitEnd;

        Size(int shift) {
            this.shift = shift;
        }

        /** The part of the mapping that whole aligned pages of this size fill. */
        void begin(long start, long end) {
            long mask = (1L << shift) - 1;
            anyPage = false;
            fitStart = (start + mask) & ~mask;
            fitEnd = end & ~mask;
            if (Long.compareUnsigned(start, fitStart) > 0 || Long.compareUnsigned(fitStart, fitEnd) >= 0) {
                fitStart = 0;
                fitEnd = 0;
            } else {
                fittingMappings++;
                fittingBytes += fitEnd - fitStart;
            }
        }

        boolean isNew(long address) {
            long page = address >>> shift;
            boolean isNew = !anyPage || page != lastPage;
            lastPage = page;
            anyPage = true;
            return isNew;
        }
    }

    /** Distinct spans of one table level that addresses fall into, counted as the addresses ascend. */
    private static final class Spans {
        final int spanShift;
        long least;
        long most;
        long reached = -1;

        Spans(int spanShift) {
            this.spanShift = spanShift;
        }

        void add(long address) {
            long span = address >>> spanShift;
            if (span != reached) {
                reached = span;
                least++;
                most++;
            }
        }

        /** At most {@code pages} addresses somewhere in a range. */
        void addSomeOf(long from, long toInclusive, long pages) {
            long first = Math.max(from >>> spanShift, reached + 1);
            long last = toInclusive >>> spanShift;
            most += Math.min(Math.max(0, last - first + 1), pages);
            reached = Math.max(reached, last);
        }
    }

    /**
     * What a page size would need.
     *
     * @param pageShift log2 of it
     * @param pages so that every resident byte is in one
     * @param entries pages of this size where a mapping holds them whole, base pages elsewhere: what a TLB must hold
     * @param fittingMappings mappings that hold at least one whole aligned page
     * @param fittingBytes of address space that such pages can fill
     * @param tables by level of the walk, lowest first; zero below the level of the page's own entry
     */
    public record Outcome(
            int pageShift,
            Bounds pages,
            Bounds entries,
            long fittingMappings,
            long fittingBytes,
            List<Bounds> tables) {}

    /**
     * A census without any page.
     *
     * @param basePageShift log2 of the size of the pages that {@link #page} is told
     * @param pageShifts log2 of the sizes to count for
     * @param shape of the page tables
     */
    public LayoutCensus(int basePageShift, List<Integer> pageShifts, WalkShape shape) {
        this.basePageShift = basePageShift;
        for (int shift : pageShifts) {
            Size size = new Size(shift);
            for (int level = 0; level < shape.depth() - 1; level++) {
                size.tables.add(new Spans(shape.shifts().get(level + 1)));
            }
            sizes.add(size);
        }
    }

    /** Begins a mapping, page-aligned and above the one before. */
    public void mapping(long from, long to) {
        start = from;
        end = to;
        mappings++;
        mappedBytes += to - from;
        sizes.forEach(size -> size.begin(from, to));
    }

    /**
     * A base page of the mapping, above the one before.
     *
     * @param resident whether memory is behind it; without, its entry still stands in a table (swap)
     */
    public void page(long address, boolean resident) {
        residentLeast += resident ? 1 : 0;
        residentMost += resident ? 1 : 0;
        for (int i = 0; i < sizes.size(); i++) {
            Size size = sizes.get(i);
            if (resident) {
                count(size, address);
            }
            for (int level = 0; level < size.tables.size(); level++) {
                size.tables.get(level).add(address);
            }
        }
    }

    private static void count(Size size, long address) {
        boolean isNew = size.isNew(address);
        boolean fits = Long.compareUnsigned(address - size.fitStart, size.fitEnd - size.fitStart) < 0;
        if (isNew) {
            size.least++;
            size.most++;
        }
        if (isNew || !fits) {
            size.entriesLeast++;
            size.entriesMost++;
        }
    }

    /** The mapping has so many resident bytes, somewhere: what it needs is then known between bounds. */
    public void somewhere(long leastBytes, long mostBytes) {
        long leastPages = leastBytes >>> basePageShift;
        long mostPages = mostBytes >>> basePageShift;
        residentLeast += leastPages;
        residentMost += mostPages;
        if (mostPages == 0 || start == end) {
            return;
        }
        for (Size size : sizes) {
            long pageBytes = 1L << size.shift;
            long touched = ((end - 1) >>> size.shift) - (start >>> size.shift) + 1;
            long most = Math.min(touched, mostPages);
            long least = Math.min(most, (leastBytes + pageBytes - 1) >>> size.shift);
            size.least += least;
            size.most += most;
            size.entriesLeast += least;
            size.entriesMost += mostPages;
            size.tables.forEach(t -> t.addSomeOf(start, end - 1, mostPages));
        }
    }

    /** Mappings told of. */
    public long mappings() {
        return mappings;
    }

    /** Bytes of address space in them. */
    public long mappedBytes() {
        return mappedBytes;
    }

    /** Bytes of memory in them. */
    public Bounds residentBytes() {
        return new Bounds(residentLeast, residentMost).times(1L << basePageShift);
    }

    /** What each size would need, in the order asked for. */
    public List<Outcome> outcomes(WalkShape shape) {
        return sizes.stream()
                .map(size -> new Outcome(
                        size.shift,
                        new Bounds(size.least, size.most),
                        new Bounds(size.entriesLeast, size.entriesMost),
                        size.fittingMappings,
                        size.fittingBytes,
                        tables(size, shape)))
                .toList();
    }

    private List<Bounds> tables(Size size, WalkShape shape) {
        List<Bounds> tables = new ArrayList<>();
        for (int level = 0; level < shape.depth(); level++) {
            if (level < shape.leafLevel(size.shift)) {
                tables.add(Bounds.exactly(0));
            } else if (level == shape.depth() - 1) {
                tables.add(Bounds.exactly(1));
            } else {
                Spans spans = size.tables.get(level);
                long atLeastOne = residentLeast > 0 ? Math.min(1, spans.most) : 0;
                long packed = ((residentLeast << basePageShift) + (1L << spans.spanShift) - 1) >>> spans.spanShift;
                tables.add(new Bounds(
                        Math.max(spans.least, Math.min(spans.most, Math.max(atLeastOne, packed))), spans.most));
            }
        }
        return List.copyOf(tables);
    }
}
