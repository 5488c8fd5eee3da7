package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Taking pageblocks out of use, for hotplug or for a contiguous allocation, and putting them back.
 *
 * <p>Isolated free pages stay in lists of their own, do not count as free and serve nobody; pages freed into an isolated pageblock join them.
 *
 * <p>Source: set_migratetype_isolate(), unset_migratetype_isolate(), mm/page_isolation.c; move_freepages_block_isolate(),
 * mm/page_alloc.c (6.12; before, callers saw to it that no free block straddled the pageblock).
 */
final class Isolation {

    private static final int ISOLATE = MigrateType.ISOLATE.number();

    private final BuddyZone zone;
    private final FreePageCount count;
    private final Pageblocks blocks;

    Isolation(BuddyZone zone, FreePageCount count, Pageblocks blocks) {
        this.zone = zone;
        this.count = count;
        this.blocks = blocks;
    }

    /**
     * Isolates the pageblock that holds a frame.
     *
     * @return false if the zone does not span all of it, it is isolated already, or a larger block that is in use covers it: the kernel would
     *     have to migrate that first (isolate_single_pageblock(), mm/page_isolation.c)
     */
    boolean isolate(int index) {
        if (!blocks.isWhole(index) || zone.blockTypeOf(index) == ISOLATE) {
            return false;
        }
        int start = blocks.startOf(index);
        int larger = largerBlockOver(start);
        if (larger >= 0 && !zone.isFreeHead(larger)) {
            return false;
        }
        change(start, ISOLATE);
        return true;
    }

    /** Gives an isolated pageblock a type again, and lets its free pages merge; false if it is not isolated. */
    boolean putBack(int index, int type) {
        if (zone.blockTypeOf(index) != ISOLATE) {
            return false;
        }
        int start = blocks.startOf(index);
        int pageblockOrder = zone.geometry().pageblockOrder();
        if (zone.isFreeHead(start) && zone.orderAt(start) == pageblockOrder) {
            zone.remove(start, pageblockOrder, ISOLATE);
            zone.setBlockType(start, type);
            count.add(1 << pageblockOrder, type);
            zone.free(start, pageblockOrder, type, false);
        } else {
            change(start, type);
        }
        return true;
    }

    /** A block that reaches beyond the pageblock is cut into pageblocks first. */
    private void change(int start, int type) {
        int larger = largerBlockOver(start);
        if (larger < 0 || !zone.isFreeHead(larger)) {
            move(start, type);
            return;
        }
        int order = zone.orderAt(larger);
        int oldType = zone.typeAt(larger);
        zone.remove(larger, order, oldType);
        count.add(-(1 << order), oldType);
        zone.setBlockType(start, type);
        int pageblockOrder = zone.geometry().pageblockOrder();
        for (int part = larger; part < larger + (1 << order); part += blocks.pages()) {
            int partType = zone.blockTypeOf(part);
            count.add(blocks.pages(), partType);
            zone.free(part, pageblockOrder, partType, false);
        }
    }

    private int largerBlockOver(int start) {
        int maxOrder = zone.geometry().maxOrder();
        for (int order = zone.geometry().pageblockOrder() + 1; order <= maxOrder; order++) {
            int head = start & -(1 << order);
            if (!zone.isNothing(head) && zone.orderAt(head) >= order) {
                return head;
            }
        }
        return (int) BuddyZone.NONE;
    }

    private void move(int start, int type) {
        int index = start;
        while (index < start + blocks.pages()) {
            if (!zone.isFreeHead(index)) {
                index++;
                continue;
            }
            int order = zone.orderAt(index);
            int old = zone.typeAt(index);
            zone.moveToTail(index, order, old, type);
            count.add(-(1 << order), old);
            count.add(1 << order, type);
            index += 1 << order;
        }
        zone.setBlockType(start, type);
    }
}
