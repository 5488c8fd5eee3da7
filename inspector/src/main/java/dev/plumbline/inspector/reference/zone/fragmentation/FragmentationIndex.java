package dev.plumbline.inspector.reference.zone.fragmentation;

/**
 * Why a request of an order would fail: towards 0 because memory is short, towards 1000 because it is fragmented. The kernel
 * compacts where it lies above {@code vm.extfrag_threshold}.
 *
 * <p>Source: __fragmentation_index, mm/vmstat.c; the same from 5.10 to 6.18. All divisions drop the remainder.
 */
public final class FragmentationIndex {

    /** The index of a request that would not fail: a block that is large enough is free. */
    public static final int WOULD_SUCCEED = -1000;

    static final int THOUSAND = 1000;

    private FragmentationIndex() {}

    /**
     * The index in thousandths, as {@code extfrag/extfrag_index} prints it; down to −500 where a few large blocks are just too
     * small.
     *
     * @param order of the request, below the number of orders
     */
    public static int of(FreeBlocks free, int order) {
        long blocks = free.total();
        if (blocks == 0) {
            return 0;
        }
        if (free.pagesFrom(order) > 0) {
            return WOULD_SUCCEED;
        }
        long requests = (free.pages() * THOUSAND) >>> order;
        return (int) (THOUSAND - (THOUSAND + requests) / blocks);
    }
}
