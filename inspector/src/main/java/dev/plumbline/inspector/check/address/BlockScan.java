package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.inspector.observed.PagemapEntry;

/**
 * Looks at the aligned blocks of a mapping that one entry of the page middle directory could map: which have all their pages
 * present, and of those, which have frames that follow each other from an aligned one on. Only these can be mapped huge. One
 * pass over pagemap, ascending; nothing is kept for a page.
 */
final class BlockScan implements PagemapVisitor {

    /** What a block's pages look like. */
    enum Kind {
        /** A page is missing. */
        PARTIAL,
        /** All pages are present. */
        RESIDENT,
        /** All pages are present, and their frames follow each other from an aligned one on. */
        CONTIGUOUS
    }

    private final int pageShift;
    private final int blockShift;
    private final long watchedBlock;
    private Kind watched = Kind.PARTIAL;
    private long residentBlocks;
    private long contiguousBlocks;
    private long block;
    private long pages;
    private long firstPfn;
    private boolean consecutive;
    private long watchedEntry;
    private final long watchedPage;

    /** A scan that remembers what it meets at one page, and the block around it. */
    BlockScan(int pageShift, int blockShift, long watchedAddress) {
        this.pageShift = pageShift;
        this.blockShift = blockShift;
        this.watchedBlock = watchedAddress >>> blockShift;
        this.watchedPage = watchedAddress >>> pageShift;
    }

    @Override
    public void block(long[] addresses, long[] entries, int count) {
        for (int i = 0; i < count; i++) {
            page(addresses[i], entries[i]);
        }
    }

    void page(long address, long entry) {
        if (address >>> pageShift == watchedPage) {
            watchedEntry = entry;
        }
        if (!PagemapEntry.present(entry)) {
            return;
        }
        long pfn = PagemapEntry.pfnField(entry);
        long offset = (address >>> pageShift) & ((1L << (blockShift - pageShift)) - 1);
        if (address >>> blockShift != block || pages == 0) {
            block = address >>> blockShift;
            pages = 0;
            firstPfn = pfn;
            consecutive = offset == 0 && (pfn & ((1L << (blockShift - pageShift)) - 1)) == 0 && pfn != 0;
        }
        consecutive &= pfn == firstPfn + offset && pages == offset;
        if (++pages == 1L << (blockShift - pageShift)) {
            residentBlocks++;
            contiguousBlocks += consecutive ? 1 : 0;
            if (block == watchedBlock) {
                watched = consecutive ? Kind.CONTIGUOUS : Kind.RESIDENT;
            }
            pages = 0;
        }
    }

    /** The block around the watched page. */
    Kind watched() {
        return watched;
    }

    /** The watched page's entry; zero where pagemap has nothing but the soft-dirty bit for it. */
    long watchedEntry() {
        return watchedEntry;
    }

    /** Blocks that could be mapped huge: by their frames, or by their presence alone where frames are hidden. */
    long candidates(boolean framesShown) {
        return framesShown ? contiguousBlocks : residentBlocks;
    }

    /** Whether the watched block could be mapped huge. */
    boolean watchedCanBeHuge(boolean framesShown) {
        return watched == Kind.CONTIGUOUS || (watched == Kind.RESIDENT && !framesShown);
    }

    long residentBlocks() {
        return residentBlocks;
    }

    long contiguousBlocks() {
        return contiguousBlocks;
    }
}
