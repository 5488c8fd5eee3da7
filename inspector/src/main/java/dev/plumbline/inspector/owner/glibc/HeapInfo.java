package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;

/**
 * The head of a heap of a non-main arena.
 *
 * <p>Source: {@code struct _heap_info}, malloc/arena.c (glibc 2.10 to 2.41): ar_ptr, prev, size, mprotect_size, and since 2.35
 * pagesize. A heap is aligned to its largest size: HEAP_MAX_SIZE, twice DEFAULT_MMAP_THRESHOLD_MAX, which is 64 MiB with 8-byte
 * words and 1 MiB with 4-byte ones; with huge pages of the tunable {@code glibc.malloc.hugetlb} four of these.
 *
 * @param start where it begins
 * @param arena its arena's {@code malloc_state}: in the first heap of the arena, right behind the head
 * @param previous the heap that the arena had before; zero for the first
 * @param sizeBytes in use
 * @param accessibleBytes made accessible; what follows is reserved
 * @param reservedBytes the largest size, to which it is aligned
 */
record HeapInfo(long start, long arena, long previous, long sizeBytes, long accessibleBytes, long reservedBytes) {

    private static final int WORDS = 5;
    private static final int LARGE_PAGES = 4;

    /** HEAP_MAX_SIZE of heaps in base pages. */
    static long largestBytes(int wordBytes) {
        return wordBytes == Long.BYTES ? 64L << 20 : 1L << 20;
    }

    static int headBytes(int wordBytes) {
        return WORDS * wordBytes;
    }

    /** The heap at an address; empty where the words there cannot be a heap's, or the mappings belie them. */
    static Optional<HeapInfo> at(Words words, ProcessWords process, AreasOverTime areas) {
        int w = process.wordBytes();
        long start = words.base();
        long accessible = words.word(start + 3L * w);
        long pageField = words.word(start + 4L * w);
        boolean largePages = Long.bitCount(pageField) == 1 && pageField > process.pageBytes() && pageField <= 1L << 30;
        long reserved = largePages && largestBytes(w) % (LARGE_PAGES * pageField) == 0
                ? LARGE_PAGES * pageField
                : largestBytes(w);
        HeapInfo heap = new HeapInfo(
                start, words.word(start), words.word(start + w), words.word(start + 2L * w), accessible, reserved);
        return heap.isPlausible(process.pageBytes(), areas) ? Optional.of(heap) : Optional.empty();
    }

    private boolean isPlausible(int pageBytes, AreasOverTime areas) {
        return start % reservedBytes == 0
                && sizeBytes > 0
                && sizeBytes <= accessibleBytes
                && accessibleBytes <= reservedBytes
                && (sizeBytes | accessibleBytes) % pageBytes == 0
                && arena % Long.BYTES == 0
                && (previous == 0 ? inHead() : !ownsArena() && previous % reservedBytes == 0 && previous != start)
                && areas.writableUpTo(start, accessibleBytes, reservedBytes);
    }

    /** Whether the arena's state lies right behind the head: malloc aligns it to two words at least and four at most. */
    private boolean inHead() {
        return arena > start && arena <= start + 0x80;
    }

    private boolean ownsArena() {
        return arena >= start && arena < start + reservedBytes;
    }

    /** The heap that the arena's state lies in. */
    long firstHeap() {
        return arena & -reservedBytes;
    }

    AddressRange range() {
        return AddressRange.of(start, start + reservedBytes);
    }
}
