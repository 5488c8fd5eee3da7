package dev.plumbline.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Reads parts of one open pagemap in large blocks and counts what it reads. */
final class PagemapReader {

    private static final int BLOCK_ENTRIES = 8192;

    /** Documentation/admin-guide/mm/pagemap.rst: bit 55 says soft-dirty, which alone says nothing about a page. */
    private static final long SOFT_DIRTY = 1L << 55;

    private final FileChannel pagemap;
    private final int pageSizeBytes;
    private final PagemapVisitor visitor;
    private final ByteBuffer block =
            ByteBuffer.allocateDirect(BLOCK_ENTRIES * Long.BYTES).order(ByteOrder.nativeOrder());
    private final long[] addresses = new long[BLOCK_ENTRIES];
    private final long[] entries = new long[BLOCK_ENTRIES];
    private final List<Span> notRead = new ArrayList<>();
    private final long maxEntries;
    private long entriesRead;

    PagemapReader(FileChannel pagemap, int pageSizeBytes, long maxEntries, PagemapVisitor visitor) {
        this.pagemap = pagemap;
        this.pageSizeBytes = pageSizeBytes;
        this.maxEntries = maxEntries;
        this.visitor = visitor;
    }

    /**
     * Reads a range up to the cap, or up to where the file ends: above the user address space, or at once where the process
     * has let go of its memory.
     *
     * @return where reading stopped; the range's end where it was read whole
     */
    long read(Span range) throws IOException {
        long address = range.start();
        while (address != range.end()) {
            long left = Math.min(Long.divideUnsigned(range.end() - address, pageSizeBytes), maxEntries - entriesRead);
            if (left <= 0) {
                return address;
            }
            block.clear().limit((int) Math.min(left, BLOCK_ENTRIES) * Long.BYTES);
            int n = pagemap.read(block, Long.divideUnsigned(address, pageSizeBytes) * Long.BYTES);
            if (n < Long.BYTES) {
                return address;
            }
            address = deliver(address, n / Long.BYTES);
        }
        return address;
    }

    /** Notes a part that was asked for and is not read. */
    void leaveOut(long start, long end) {
        if (start != end) {
            notRead.add(new Span(start, end));
        }
    }

    /** Whether the cap is reached. */
    boolean isFull() {
        return entriesRead >= maxEntries;
    }

    PagemapCoverage coverage(String method) {
        return new PagemapCoverage(method, entriesRead, List.copyOf(notRead));
    }

    private long deliver(long first, int count) {
        LongBuffer values = block.flip().asLongBuffer();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long entry = values.get(i);
            if ((entry & ~SOFT_DIRTY) != 0) {
                addresses[kept] = first + (long) i * pageSizeBytes;
                entries[kept++] = entry;
            }
        }
        entriesRead += count;
        if (kept > 0) {
            visitor.block(addresses, entries, kept);
        }
        return first + (long) count * pageSizeBytes;
    }
}
