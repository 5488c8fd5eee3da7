package dev.plumbline.inspector.observed;

import java.util.List;

/**
 * One line of /proc/buddyinfo.
 *
 * @param freeBlocksByOrder free blocks of 2^k pages at index k
 */
public record BuddyZone(int node, String zone, List<Long> freeBlocksByOrder, int line) {

    /** Copies the list. */
    public BuddyZone {
        freeBlocksByOrder = List.copyOf(freeBlocksByOrder);
    }

    /** Σ blocks · 2^order. */
    public long freePages() {
        long pages = 0;
        for (int order = 0; order < freeBlocksByOrder.size(); order++) {
            pages += freeBlocksByOrder.get(order) << order;
        }
        return pages;
    }

    /** {@code node 0 DMA32}, as subjects name it. */
    public String subject() {
        return "node " + node + " " + zone;
    }
}
