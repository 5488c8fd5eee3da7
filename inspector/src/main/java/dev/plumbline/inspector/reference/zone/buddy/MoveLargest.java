package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Moves the largest block of another type, and what is free around it, to the lists of the type asked for.
 *
 * <p>A MOVABLE request that may not take the pageblock over takes the smallest sufficient block instead.
 *
 * <p>Source: __rmqueue(), __rmqueue_fallback(), steal_suitable_fallback(), move_freepages_block(), mm/page_alloc.c (6.1.176).
 */
final class MoveLargest extends FreeAreas {

    MoveLargest(BuddyZone zone, FreePageCount count, Boost boost, KernelRules rules) {
        super(zone, count, boost, rules);
    }

    @Override
    void begin() {}

    @Override
    int takeOrFallBack(int order, int type, int flags) {
        int index = takeSmallest(order, type);
        if (index != NONE) {
            return index;
        }
        index = takeCma(order, flags);
        if (index != NONE) {
            return index;
        }
        return moveFromFallback(order, type, flags) ? takeSmallest(order, type) : NONE;
    }

    private boolean moveFromFallback(int order, int type, int flags) {
        int lowest = lowestOrder(order, flags);
        for (int found = zone.geometry().maxOrder(); found >= lowest; found--) {
            int other = blocks.fallbackOf(found, type);
            if (other < 0) {
                continue;
            }
            boolean wholeBlock = blocks.mayTakeOver(found, type);
            if (wholeBlock || found == order) {
                move(found, other, type, wholeBlock);
            } else {
                moveSmallest(order, type);
            }
            return true;
        }
        return false;
    }

    private void moveSmallest(int order, int type) {
        int found = order;
        int other = blocks.fallbackOf(found, type);
        while (other < 0) {
            found++;
            other = blocks.fallbackOf(found, type);
        }
        move(found, other, type, blocks.mayTakeOver(found, type));
    }

    private void move(int found, int other, int type, boolean wholeBlock) {
        int index = zone.firstFree(found, other);
        int blockType = zone.blockTypeOf(index);
        if (blockType == MigrateType.HIGHATOMIC.number()) {
            moveOne(index, found, other, type);
            return;
        }
        if (found >= zone.geometry().pageblockOrder()) {
            zone.setBlockTypes(index, found, type);
            claims++;
            zone.moveToTail(index, found, other, type);
            return;
        }
        boost.raise();
        if (!wholeBlock || !zone.spansIndex(blocks.startOf(index) + blocks.pages() - 1)) {
            moveOne(index, found, other, type);
            return;
        }
        int start = blocks.startOf(index);
        int end = start + blocks.pages();
        int from = zone.spansIndex(start) ? start : index;
        blocks.survey(from, end);
        blocks.moveFree(from, end, type);
        if (blocks.mayBeClaimedWhole(type, blockType)) {
            zone.setBlockType(start, type);
            claims++;
        } else {
            steals++;
        }
    }

    private void moveOne(int index, int order, int other, int type) {
        zone.moveToTail(index, order, other, type);
        steals++;
    }
}
