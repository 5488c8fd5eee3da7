package dev.plumbline.inspector.observed;

import java.util.List;

/**
 * One line of the first table of /proc/pagetypeinfo.
 *
 * @param type {@code Unmovable}, {@code Movable}, {@code Reclaimable}, {@code HighAtomic}, {@code CMA} or {@code Isolate}
 * @param byOrder free blocks of 2^k pages at index k
 */
public record FreeBlocksOfType(int node, String zone, String type, List<PageTypeCount> byOrder, int line) {

    /** Copies the list. */
    public FreeBlocksOfType {
        byOrder = List.copyOf(byOrder);
    }
}
