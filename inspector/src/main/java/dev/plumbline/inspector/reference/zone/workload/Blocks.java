package dev.plumbline.inspector.reference.zone.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Blocks in use, oldest first: a ring of frames and orders that grows as needed. */
final class Blocks {

    private static final int ORDER_BITS = 4;

    private long[] ring = new long[1 << 10];
    private int first;
    private int size;
    private long pages;

    int size() {
        return size;
    }

    long pages() {
        return pages;
    }

    void add(long pfn, int order) {
        if (size == ring.length) {
            grow();
        }
        ring[first + size & ring.length - 1] = of(pfn, order);
        size++;
        pages += 1L << order;
    }

    /** Takes the oldest; {@link #pfn} and {@link #order} say what it is. */
    long takeOldest() {
        long block = ring[first];
        first = first + 1 & ring.length - 1;
        return taken(block);
    }

    /** Takes any; its place is filled with the oldest. */
    long takeAny(SplittableRandom random) {
        int at = first + random.nextInt(size) & ring.length - 1;
        long block = ring[at];
        ring[at] = ring[first];
        first = first + 1 & ring.length - 1;
        return taken(block);
    }

    private long taken(long block) {
        size--;
        pages -= 1L << order(block);
        return block;
    }

    /** A frame and an order in one word. */
    static long of(long pfn, int order) {
        return pfn << ORDER_BITS | order;
    }

    static long pfn(long block) {
        return block >>> ORDER_BITS;
    }

    static int order(long block) {
        return (int) block & (1 << ORDER_BITS) - 1;
    }

    private void grow() {
        long[] larger = Arrays.copyOfRange(ring, 0, ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length, first);
        ring = larger;
    }
}
