package dev.plumbline.inspector.check.address;

import java.util.Arrays;

/** How many stretches of pages there are of each order, and how many pages they have. The order is log2 of the pages, rounded down. */
public final class OrderHistogram {

    /** 2^41 pages of 4 KiB fill the largest user address space. */
    private static final int ORDERS = 48;

    private long[] counts = new long[0];
    private long[] pages = new long[0];

    /** A stretch. */
    void add(int order, long count, long itsPages) {
        if (order >= counts.length) {
            int length = Math.min(ORDERS, order + 4);
            counts = Arrays.copyOf(counts, length);
            pages = Arrays.copyOf(pages, length);
        }
        counts[order] += count;
        pages[order] += itsPages;
    }

    void add(OrderHistogram other) {
        for (int order = 0; order < other.counts.length; order++) {
            if (other.counts[order] != 0) {
                add(order, other.counts[order], other.pages[order]);
            }
        }
    }

    /** One more than the highest order that occurs; 0 without any. */
    public int orders() {
        int orders = counts.length;
        while (orders > 0 && counts[orders - 1] == 0) {
            orders--;
        }
        return orders;
    }

    /** How many there are of an order. */
    public long count(int order) {
        return order < counts.length ? counts[order] : 0;
    }

    /** How many pages those of an order have. */
    public long pages(int order) {
        return order < pages.length ? pages[order] : 0;
    }

    /** How many there are. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** How many pages they have. */
    public long pages() {
        return Arrays.stream(pages).sum();
    }
}
