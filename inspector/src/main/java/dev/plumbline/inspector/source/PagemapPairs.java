package dev.plumbline.inspector.source;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.bridge.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code pagemap.pairs}: (u64 virtual address, u64 pagemap entry) for every page of every mapping, ascending. The
 * format says little-endian; what a big-endian guest wrote with its own order is recognised by its addresses.
 */
final class PagemapPairs {

    private static final int PAIR_BYTES = 16;
    private static final int BLOCK_PAIRS = 4096;

    /** Documentation/admin-guide/mm/pagemap.rst: bit 55 says soft-dirty, which alone says nothing about a page. */
    private static final long SOFT_DIRTY = 1L << 55;

    private final int pageSizeBytes;
    private final long maxEntries;
    private final PagemapVisitor visitor;
    private final RangeCursor ranges;
    private final long[] addresses = new long[BLOCK_PAIRS];
    private final long[] entries = new long[BLOCK_PAIRS];
    private int count;
    private long pairs;
    private long entriesRead;
    private long previous;

    PagemapPairs(int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        this.pageSizeBytes = pageSizeBytes;
        this.maxEntries = maxEntries;
        this.visitor = visitor;
        this.ranges = new RangeCursor(ranges);
    }

    /** @throws IOException if the stream fails, or is damaged: the message says where and how */
    PagemapCoverage read(InputStream in) throws IOException {
        byte[] block = new byte[BLOCK_PAIRS * PAIR_BYTES];
        int length = in.readNBytes(block, 0, block.length);
        ByteOrder order = byteOrder(ByteBuffer.wrap(block, 0, length - length % PAIR_BYTES));
        while (length > 0 && entriesRead < maxEntries) {
            if (length % PAIR_BYTES != 0) {
                throw new IOException("ends inside pair %d: %d bytes are no multiple of %d"
                        .formatted(pairs + length / PAIR_BYTES, pairs * PAIR_BYTES + length, PAIR_BYTES));
            }
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, length).order(order);
            while (buffer.hasRemaining() && entriesRead < maxEntries) {
                pair(buffer.getLong(), buffer.getLong());
            }
            flush();
            length = in.readNBytes(block, 0, block.length);
        }
        return new PagemapCoverage("pagemap.pairs", entriesRead, ranges.notRead());
    }

    private void pair(long address, long entry) throws IOException {
        if (Long.remainderUnsigned(address, pageSizeBytes) != 0) {
            throw new IOException(
                    "pair %d: address %x is not aligned to pages of %d bytes".formatted(pairs, address, pageSizeBytes));
        }
        if (pairs > 0 && Long.compareUnsigned(address, previous) <= 0) {
            throw new IOException("pair %d: address %x does not ascend after %x".formatted(pairs, address, previous));
        }
        pairs++;
        previous = address;
        if (!ranges.read(address, pageSizeBytes)) {
            return;
        }
        entriesRead++;
        if ((entry & ~SOFT_DIRTY) != 0) {
            addresses[count] = address;
            entries[count++] = entry;
        }
    }

    private void flush() {
        if (count > 0) {
            visitor.block(addresses, entries, count);
            count = 0;
        }
    }

    /**
     * Within a mapping, addresses follow each other one page apart in the right order only: the wrong one moves the step to
     * another byte. Pages inside the asked ranges decide where no two pages are neighbours.
     */
    private ByteOrder byteOrder(ByteBuffer pairsRead) {
        return plausibility(pairsRead.order(ByteOrder.BIG_ENDIAN))
                        > plausibility(pairsRead.order(ByteOrder.LITTLE_ENDIAN))
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    private int plausibility(ByteBuffer pairsRead) {
        RangeCursor cursor = ranges.afresh();
        int plausible = 0;
        for (int at = 0; at < pairsRead.limit(); at += PAIR_BYTES) {
            long address = pairsRead.getLong(at);
            if (at > 0 && address - pairsRead.getLong(at - PAIR_BYTES) == pageSizeBytes) {
                plausible++;
            }
            if (cursor.holds(address)) {
                plausible++;
            }
        }
        return plausible;
    }

    /** Walks the asked ranges along with ascending addresses, and keeps what was passed over. */
    private static final class RangeCursor {
        private final List<Span> ranges;
        private final List<Span> notRead = new ArrayList<>();
        private int index;
        private long reached;

        RangeCursor(List<Span> ranges) {
            this.ranges = ranges;
            this.reached = ranges.isEmpty() ? 0 : ranges.get(0).start();
        }

        RangeCursor afresh() {
            return new RangeCursor(ranges);
        }

        boolean holds(long address) {
            return ranges.stream()
                    .anyMatch(r -> Long.compareUnsigned(address, r.start()) >= 0
                            && Long.compareUnsigned(address, r.end()) < 0);
        }

        boolean read(long address, int pageSizeBytes) {
            while (index < ranges.size()
                    && Long.compareUnsigned(address, ranges.get(index).end()) >= 0) {
                passOver(ranges.get(index).end());
                index++;
                reached = index < ranges.size() ? ranges.get(index).start() : reached;
            }
            if (index == ranges.size()
                    || Long.compareUnsigned(address, ranges.get(index).start()) < 0) {
                return false;
            }
            passOver(address);
            reached = address + pageSizeBytes;
            return true;
        }

        private void passOver(long to) {
            if (Long.compareUnsigned(reached, to) < 0) {
                notRead.add(new Span(reached, to));
            }
        }

        List<Span> notRead() {
            List<Span> all = new ArrayList<>(notRead);
            if (index < ranges.size() && reached != ranges.get(index).end()) {
                all.add(new Span(reached, ranges.get(index).end()));
            }
            for (int i = index + 1; i < ranges.size(); i++) {
                all.add(ranges.get(i));
            }
            return List.copyOf(all);
        }
    }
}
