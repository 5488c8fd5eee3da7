package dev.plumbline.inspector.reference.zone.fragmentation;

import java.util.List;

/**
 * The free blocks of one zone at one instant: {@code struct contig_page_info}, filled by fill_contig_page_info (mm/vmstat.c).
 *
 * @param byOrder free blocks of 2^k pages at index k, of all migrate types together; none negative
 */
public record FreeBlocks(List<Long> byOrder) {

    /** @throws IllegalArgumentException if a count is negative */
    public FreeBlocks {
        byOrder = List.copyOf(byOrder);
        if (byOrder.stream().anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("free blocks by order " + byOrder);
        }
    }

    /** How many orders there are: MAX_PAGE_ORDER + 1. */
    public int orders() {
        return byOrder.size();
    }

    /** Blocks of any order ({@code free_blocks_total}). */
    public long total() {
        return byOrder.stream().mapToLong(Long::longValue).sum();
    }

    /** Pages in blocks of any order ({@code free_pages}). */
    public long pages() {
        return pagesFrom(0);
    }

    /**
     * Pages in blocks of an order or above: those that a request of that order can use ({@code free_blocks_suitable} of it, in
     * pages).
     */
    public long pagesFrom(int order) {
        long pages = 0;
        for (int k = order; k < byOrder.size(); k++) {
            pages += byOrder.get(k) << k;
        }
        return pages;
    }
}
