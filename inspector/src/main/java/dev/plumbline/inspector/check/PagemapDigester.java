package dev.plumbline.inspector.check;

import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.reference.mmu.TableCensus;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;

/** Takes a pagemap's entries and keeps counts. The hot loop of a scan: one pass, no allocation. */
final class PagemapDigester implements PagemapVisitor {

    private final List<SmapsVma> mappings;
    private final Optional<TableCensus> census;
    private final Optional<FrameTally> frames;
    private final int pageShift;
    private final long[] presentByMapping;
    private long presentPages;
    private long framesHidden;
    private long firstHidden;
    private int current = -1;
    private long currentEnd;
    private int hugeShift;

    /**
     * A digester for a process.
     *
     * @param mappings ascending; every address that the pagemap shows lies in one of them
     */
    PagemapDigester(List<SmapsVma> mappings, Optional<TableCensus> census, Optional<FrameTally> frames, int pageShift) {
        this.mappings = mappings;
        this.census = census;
        this.frames = frames;
        this.pageShift = pageShift;
        this.presentByMapping = new long[mappings.size()];
    }

    /** Begins another pass from the lowest mapping on. */
    void rewind() {
        current = -1;
        currentEnd = 0;
    }

    @Override
    public void block(long[] addresses, long[] entries, int count) {
        TableCensus tables = census.orElse(null);
        FrameTally tally = frames.orElse(null);
        for (int i = 0; i < count; i++) {
            long address = addresses[i];
            while (current < 0 || Long.compareUnsigned(address, currentEnd) >= 0) {
                advance();
            }
            if (tables != null) {
                if (hugeShift == 0) {
                    tables.page(address);
                } else {
                    tables.hugePage(address, hugeShift);
                }
            }
            long entry = entries[i];
            if (PagemapEntry.present(entry)) {
                presentPages++;
                presentByMapping[current]++;
                long pfn = PagemapEntry.pfnField(entry);
                if (pfn == 0) {
                    firstHidden = framesHidden++ == 0 ? address : firstHidden;
                } else if (tally != null) {
                    tally.frame(mappings.get(current), address, pfn, 1);
                }
            }
        }
    }

    /**
     * Ends the digest. The kernel shows all frames of a process or none (CAP_SYS_ADMIN, fs/proc/task_mmu.c pagemap_open), so
     * where any frame was shown, zero is frame 0.
     */
    void finish() {
        if (framesHidden > 0 && frames.isPresent() && !frames.get().isEmpty()) {
            frames.get().frame(mappingOf(firstHidden), firstHidden, 0, framesHidden);
            framesHidden = 0;
        }
    }

    Optional<TableCensus> census() {
        return census;
    }

    Optional<FrameTally> frames() {
        return frames;
    }

    long presentPages() {
        return presentPages;
    }

    /** The first mapping of which smaps counts more pages than pagemap showed: they are not of one instant. */
    Optional<SmapsVma> outrun() {
        for (int i = 0; i < presentByMapping.length; i++) {
            long rssPages = mappings.get(i).rssKib().orElse(0) << 10 >>> pageShift;
            if (rssPages > presentByMapping[i]) {
                return Optional.of(mappings.get(i));
            }
        }
        return Optional.empty();
    }

    /** Present pages whose frame is not known. */
    long framesHidden() {
        return framesHidden;
    }

    private void advance() {
        SmapsVma mapping = mappings.get(++current);
        currentEnd = mapping.vma().range().end().value();
        hugeShift = hugePageShift(mapping, pageShift);
    }

    private SmapsVma mappingOf(long address) {
        return mappings.stream()
                .filter(m -> m.vma().range().contains(new VirtAddr(address)))
                .findFirst()
                .orElseThrow();
    }

    /** log2 of the page size of a hugetlb mapping; zero for others. */
    static int hugePageShift(SmapsVma mapping, int pageShift) {
        long bytes = mapping.kernelPageSizeKib().orElse(0) << 10;
        return bytes > 1L << pageShift ? Long.numberOfTrailingZeros(bytes) : 0;
    }
}
