package dev.plumbline.inspector.reference.zone.fragmentation;

/**
 * How much of a zone's free memory lies in blocks too small for a request of an order: 0 for none, 1000 for all.
 *
 * <p>Source: unusable_free_index, mm/vmstat.c; the same from 5.10 to 6.18.
 */
public final class UnusableIndex {

    private UnusableIndex() {}

    /**
     * The index in thousandths, as {@code extfrag/unusable_index} prints it; without any free memory all of it is unusable.
     *
     * @param order of the request, below the number of orders
     */
    public static int of(FreeBlocks free, int order) {
        long pages = free.pages();
        return pages == 0
                ? FragmentationIndex.THOUSAND
                : (int) ((pages - free.pagesFrom(order)) * FragmentationIndex.THOUSAND / pages);
    }
}
