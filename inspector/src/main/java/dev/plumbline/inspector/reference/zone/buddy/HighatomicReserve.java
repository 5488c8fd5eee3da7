package dev.plumbline.inspector.reference.zone.buddy;

/**
 * The pageblocks that a zone keeps for high-order requests that cannot wait.
 *
 * <p>Source: reserve_highatomic_pageblock(), unreserve_highatomic_pageblock(), mm/page_alloc.c (6.1, 6.12, 7.2).
 */
final class HighatomicReserve {

    private static final int HIGHATOMIC = MigrateType.HIGHATOMIC.number();

    private final BuddyZone zone;
    private final FreePageCount count;
    private final Pageblocks blocks;
    private final boolean countsMoves;
    private final boolean wholeBlocksAlone;
    private final long limitPages;
    private long pages;

    HighatomicReserve(BuddyZone zone, FreePageCount count, Pageblocks blocks, KernelRules rules, long managedPages) {
        this.zone = zone;
        this.count = count;
        this.blocks = blocks;
        countsMoves = rules.countsEachBlock();
        wholeBlocksAlone = rules.smallHighatomicReserve();
        int block = blocks.pages();
        long percent = managedPages / 100;
        if (!wholeBlocksAlone) {
            limitPages = percent + block;
        } else {
            limitPages = percent < block ? 0 : (percent + block - 1) / block * block;
        }
    }

    long pages() {
        return pages;
    }

    /** A high-order request that cannot wait was served with this block: its pageblock joins the reserve if there is room. */
    void reserve(int index, int order) {
        int type = zone.blockTypeOf(index);
        if (pages >= limitPages || !MigrateType.isMergeable(type)) {
            return;
        }
        if (wholeBlocksAlone && order >= zone.geometry().pageblockOrder()) {
            zone.setBlockTypes(index, order, HIGHATOMIC);
            pages += 1L << order;
            return;
        }
        int start = blocks.startOf(index);
        if (!blocks.isWhole(index) && wholeBlocksAlone) {
            return;
        }
        if (blocks.isWhole(index)) {
            blocks.moveFree(start, start + blocks.pages(), HIGHATOMIC);
        }
        zone.setBlockType(start, HIGHATOMIC);
        pages += blocks.pages();
    }

    /**
     * A request is about to fail: a pageblock of the reserve goes to the request's type.
     *
     * @param force whether the last block may go too
     * @return whether pages became free for the type
     */
    boolean release(int type, boolean force) {
        if (!force && pages <= blocks.pages()) {
            return false;
        }
        for (int order = 0; order <= zone.geometry().maxOrder(); order++) {
            if (zone.hasFree(order, HIGHATOMIC) && releaseBlockOf(zone.firstFree(order, HIGHATOMIC), order, type)) {
                return true;
            }
        }
        return false;
    }

    private boolean releaseBlockOf(int index, int order, int type) {
        if (zone.blockTypeOf(index) == HIGHATOMIC) {
            pages -= Math.min(Math.max(blocks.pages(), 1L << order), pages);
        }
        if (order >= zone.geometry().pageblockOrder()) {
            zone.moveToTail(index, order, HIGHATOMIC, type);
            if (countsMoves) {
                count.add(-(1 << order), HIGHATOMIC);
                count.add(1 << order, type);
            }
            zone.setBlockTypes(index, order, type);
            return true;
        }
        int start = blocks.startOf(index);
        zone.setBlockType(start, type);
        return blocks.isWhole(index) && blocks.moveFree(start, start + blocks.pages(), type) > 0;
    }
}
