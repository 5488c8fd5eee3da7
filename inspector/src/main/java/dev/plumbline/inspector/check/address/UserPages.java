package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.stream.Stream;

/** Reads and explains single pages of one process. */
final class UserPages {

    /** The most of a mapping that is read to tell which of its blocks are huge: 16 GiB of 4 KiB pages. */
    private static final long MAX_ENTRIES = 1L << 22;

    private static final String FRAMES_HIDDEN = "CAP_SYS_ADMIN in the initial user namespace";

    private final ProcessView process;
    private final int pageShift;
    private final int blockShift;
    private final Frames frames;

    /**
     * Pages of a process.
     *
     * @param blockShift log2 of what one entry of the page middle directory maps
     */
    UserPages(ProcessView process, int pageShift, int blockShift) {
        this.process = process;
        this.pageShift = pageShift;
        this.blockShift = blockShift;
        this.frames = new Frames(process.host(), pageShift);
    }

    /** The page at an address inside a mapping. */
    UserPage at(VirtAddr address, SmapsVma mapping) {
        long mappedHuge = mappedHugeKib(mapping) << 10;
        boolean whole = mappedHuge > 0 && entries(mapping.vma().range()) <= MAX_ENTRIES;
        long start = address.value() & -(1L << pageShift);
        Span span = whole
                ? new Span(
                        mapping.vma().range().start().value(),
                        mapping.vma().range().end().value())
                : new Span(start, start + (1L << pageShift));
        BlockScan scan = new BlockScan(pageShift, blockShift, address.value());
        Reading<PagemapCoverage> read =
                process.host().files().pagemap(process.pid(), 1 << pageShift, List.of(span), MAX_ENTRIES, scan);
        Fact<Page> page = page(read, start, scan.watchedEntry()).map(p -> inMapping(p, mapping));
        Fact<Frame> frame = frame(page, address);
        Fact<PageSize> size = size(page, mapping, frame, new HugeBlocks(scan, whole, mappedHuge));
        return new UserPage(page, size, frame);
    }

    /**
     * What is known of the mapping's blocks.
     *
     * @param whole whether all of the mapping was scanned
     * @param mappedBytes what smaps says is mapped by page middle directory entries
     */
    private record HugeBlocks(BlockScan scan, boolean whole, long mappedBytes) {}

    private Fact<Page> page(Reading<PagemapCoverage> read, long start, long entry) {
        if (read.content().isEmpty()) {
            return Fact.unread(
                    new Observation<>(process.path("pagemap"), read.map(c -> new Parsed<>(c, List.of(), List.of()))));
        }
        boolean missed = read.content().get().notRead().stream()
                .anyMatch(s -> AddressRange.of(s.start(), s.end()).contains(new VirtAddr(start)));
        return missed
                ? Fact.unknown(process.path("pagemap") + " does not hold this page", "")
                : Fact.known(PageWords.of(entry, SwapAreas.of(process.host())), process.path("pagemap"));
    }

    /**
     * What the entry means in this mapping. pagemap takes a page that mprotect withdrew for present (pte_present, against the
     * hardware's own bit), and passes over mappings whose frames have no struct page (VM_PFNMAP) or are the kernel's own.
     */
    private static Page inMapping(Page page, SmapsVma mapping) {
        if (page.state() == Page.State.PRESENT && mapping.vma().permissions().startsWith("---")) {
            return page.saying("present, kept without access (PROT_NONE): the hardware's entry is not present");
        }
        String name = mapping.vma().path();
        boolean blind = mapping.hasFlag("pf") || name.startsWith("[vvar") || name.equals("[sigpage]");
        return page.state() == Page.State.NONE && blind
                ? page.saying("shows nothing of such a mapping: its frames are the kernel's or a device's")
                : page;
    }

    private Fact<Frame> frame(Fact<Page> page, VirtAddr address) {
        if (page.value().isEmpty()) {
            return Fact.unknown(page.because(), page.remedy());
        }
        Page known = page.value().get();
        if (known.state() != Page.State.PRESENT) {
            return Fact.unknown("no page is present", "");
        }
        long pfn = PagemapEntry.pfnField(known.entry());
        if (pfn == 0) {
            return Fact.unknown("pagemap shows frame 0: the kernel hides frame numbers from this user", FRAMES_HIDDEN);
        }
        long offset = address.value() & ((1L << pageShift) - 1);
        return Fact.known(frames.at(new PhysAddr((pfn << pageShift) + offset)), "pagemap");
    }

    private Fact<PageSize> size(Fact<Page> page, SmapsVma mapping, Fact<Frame> frame, HugeBlocks blocks) {
        long base = 1L << pageShift;
        if (mapping.kernelPageSizeKib().orElse(0) << 10 > base) {
            long bytes = mapping.kernelPageSizeKib().getAsLong() << 10;
            return Fact.known(new PageSize(bytes, "hugetlb page", "smaps KernelPageSize"), "smaps");
        }
        if (page.value().isEmpty() || page.value().get().state() != Page.State.PRESENT) {
            return Fact.unknown(page.value().isEmpty() ? page.because() : "no page is present", page.remedy());
        }
        if (mapping.sizesKib().isEmpty()) {
            return Fact.unread(process.smaps());
        }
        boolean zero = frame.value()
                .filter(f -> f.flagNames().contains(KpageFlag.ZERO_PAGE)
                        && f.flagNames().contains(KpageFlag.THP))
                .isPresent();
        if (zero) {
            return Fact.known(new PageSize(1L << blockShift, "huge page of zeros", "kpageflags"), "kpageflags");
        }
        if (blocks.mappedBytes() == 0) {
            String large = frame.value()
                            .filter(f -> f.flagNames().contains(KpageFlag.THP))
                            .isPresent()
                    ? "; the frame is part of a large folio, mapped page by page"
                    : "";
            String how = "smaps counts nothing of this mapping as mapped huge" + large;
            return Fact.known(new PageSize(base, "base page", how), "smaps");
        }
        return blocks.whole()
                ? fromBlocks(blocks, frame.value().isPresent())
                : Fact.unknown(
                        "smaps counts %d KiB of this mapping as mapped huge, and it is too large to look which"
                                .formatted(blocks.mappedBytes() >> 10),
                        "the page tables themselves");
    }

    /** A block that is not all there cannot be mapped huge; where as many could be as are, all that could be are. */
    private Fact<PageSize> fromBlocks(HugeBlocks blocks, boolean framesShown) {
        if (!blocks.scan().watchedCanBeHuge(framesShown)) {
            return Fact.known(
                    new PageSize(1L << pageShift, "base page", "its block has missing or scattered frames"), "pagemap");
        }
        long huge = 1L << blockShift;
        long candidates = blocks.scan().candidates(framesShown);
        return candidates * huge == blocks.mappedBytes()
                ? Fact.known(
                        new PageSize(
                                huge,
                                "transparent huge page",
                                "smaps counts %d KiB mapped huge: every block that can be, %d in all"
                                        .formatted(blocks.mappedBytes() >> 10, candidates)),
                        "smaps and pagemap")
                : Fact.unknown(
                        "smaps counts %d KiB of this mapping as mapped huge, %d of its blocks could be"
                                .formatted(blocks.mappedBytes() >> 10, candidates),
                        "the page tables themselves");
    }

    static long mappedHugeKib(SmapsVma mapping) {
        return Stream.of("AnonHugePages", "ShmemPmdMapped", "FilePmdMapped")
                .mapToLong(name -> mapping.sizeKib(name).orElse(0))
                .sum();
    }

    private long entries(AddressRange range) {
        return range.sizeBytes() >>> pageShift;
    }
}
