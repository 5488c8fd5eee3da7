package dev.plumbline.inspector.reference.zone.buddy;

/**
 * How boot hands free memory to the allocator: range after range in address order, each cut into the largest aligned blocks.
 *
 * <p>Every block goes to the tail of its list. A kernel that initialises the rest of its memory in parallel ({@code
 * CONFIG_DEFERRED_STRUCT_PAGE_INIT}) hands that over later and in another order.
 *
 * <p>Source: __free_pages_memory(), free_low_memory_core_early(), mm/memblock.c (6.1, 6.12).
 */
public final class BootRelease {

    private BootRelease() {}

    /**
     * Hands a range of frames to the zone that spans it.
     *
     * @param startPfn first frame
     * @param endPfn frame after the last
     * @throws IllegalArgumentException if the zone does not span the range or has part of it already
     */
    public static void release(ZoneAllocator zone, long startPfn, long endPfn) {
        int maxOrder = zone.zone().geometry().maxOrder();
        long pfn = startPfn;
        while (pfn < endPfn) {
            int order = pfn == 0 ? maxOrder : Math.min(maxOrder, Long.numberOfTrailingZeros(pfn));
            while (pfn + (1L << order) > endPfn) {
                order--;
            }
            zone.release(pfn, order);
            pfn += 1L << order;
        }
    }
}
