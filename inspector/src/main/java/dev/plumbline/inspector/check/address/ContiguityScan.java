package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.inspector.check.address.Contiguity.Extents;
import dev.plumbline.inspector.check.address.Contiguity.LongestRun;
import dev.plumbline.inspector.check.address.Contiguity.Part;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the pages of mappings in one pass over pagemap. What it keeps grows with the mappings, not with their pages. */
final class ContiguityScan implements PagemapVisitor {

    /**
     * A mapping and what of it is asked for.
     *
     * @param mapping with what smaps says of it
     * @param range inside it
     */
    record Piece(SmapsVma mapping, AddressRange range) {

        boolean isWhole() {
            return range.equals(mapping.vma().range());
        }
    }

    private static final class Counter {
        private final Piece piece;
        private final RunTally runs = new RunTally();
        private final BlockScan blocks;
        private long present;
        private long swapped;

        Counter(Piece piece, int pageShift, int blockShift) {
            this.piece = piece;
            this.blocks = new BlockScan(pageShift, blockShift, -1);
        }
    }

    private final int pageShift;
    private final int blockShift;
    private final List<Counter> counters = new ArrayList<>();
    private final Optional<BufferTally> buffer;
    private int current;
    private long hidden;
    private long shown;

    /** A scan of pieces, which ascend. */
    ContiguityScan(List<Piece> pieces, int pageShift, int blockShift, Optional<AddressRange> buffer) {
        this.pageShift = pageShift;
        this.blockShift = blockShift;
        this.buffer = buffer.map(range -> new BufferTally(range, pageShift));
        pieces.forEach(p -> counters.add(new Counter(p, pageShift, blockShift)));
    }

    @Override
    public void block(long[] addresses, long[] entries, int count) {
        BufferTally fit = buffer.orElse(null);
        for (int i = 0; i < count; i++) {
            long address = addresses[i];
            while (!counters.get(current).piece.range().contains(new VirtAddr(address))) {
                current++;
            }
            Counter counter = counters.get(current);
            long entry = entries[i];
            long page = address >>> pageShift;
            if (PagemapEntry.present(entry)) {
                counter.present++;
                counter.blocks.page(address, entry);
                long pfn = PagemapEntry.pfnField(entry);
                if (pfn == 0) {
                    hidden++;
                } else {
                    shown++;
                    counter.runs.page(page, pfn);
                }
                if (fit != null) {
                    fit.present(page, pfn);
                }
            } else if (PagemapEntry.swapped(entry)) {
                counter.swapped++;
                if (fit != null) {
                    fit.swapped(page);
                }
            }
        }
    }

    /** Whether the kernel showed pages and no frame: it shows all of a process or none. */
    boolean framesHidden() {
        return hidden > 0 && shown == 0;
    }

    Optional<BufferFit> buffer() {
        return buffer.map(b -> b.finish(framesHidden()));
    }

    /** A part a piece. */
    List<Part> parts() {
        return counters.stream().map(this::part).toList();
    }

    private Part part(Counter counter) {
        counter.runs.close();
        RunTally.Run longest = counter.runs.longest();
        Optional<LongestRun> run = longest.pages() == 0
                ? Optional.empty()
                : Optional.of(new LongestRun(
                        new VirtAddr(longest.page() << pageShift),
                        new PhysAddr(longest.pfn() << pageShift),
                        longest.pages()));
        Piece piece = counter.piece;
        return new Part(
                piece.range(),
                piece.mapping().vma().path(),
                piece.range().sizeBytes() >>> pageShift,
                counter.present,
                counter.swapped,
                counter.runs.runs(),
                counter.runs.blocks(),
                run,
                new Extents(
                        possible(piece.range()),
                        counter.blocks.residentBlocks(),
                        counter.blocks.contiguousBlocks(),
                        mappedHuge(counter)));
    }

    private long possible(AddressRange range) {
        long start = (range.start().value() + (1L << blockShift) - 1) >>> blockShift;
        long end = range.end().value() >>> blockShift;
        return Math.max(0, end - start);
    }

    private Fact<Long> mappedHuge(Counter counter) {
        SmapsVma mapping = counter.piece.mapping();
        if (mapping.sizesKib().isEmpty()) {
            return Fact.unknown("smaps does not show this mapping", "");
        }
        if (mapping.kernelPageSizeKib().orElse(0) << 10 > 1L << pageShift) {
            return Fact.known(counter.present << pageShift, "smaps KernelPageSize: all of a hugetlb mapping");
        }
        long bytes = UserPages.mappedHugeKib(mapping) << 10;
        return bytes == 0 || counter.piece.isWhole()
                ? Fact.known(bytes, "smaps AnonHugePages, ShmemPmdMapped, FilePmdMapped")
                : Fact.unknown("smaps counts it for the whole mapping only", "");
    }
}
