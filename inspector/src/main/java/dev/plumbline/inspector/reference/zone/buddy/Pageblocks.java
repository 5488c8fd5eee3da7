package dev.plumbline.inspector.reference.zone.buddy;

/**
 * What fallbacks ask of a whole pageblock and do to it.
 *
 * <p>Source: move_freepages(), __move_freepages_block(), prep_move_freepages_block(), boost_watermark(), mm/page_alloc.c (6.1, 6.12).
 */
final class Pageblocks {

    private final BuddyZone zone;
    private final FreePageCount count;
    private final boolean countsMoves;
    private final int pages;
    private int free;
    private int movable;

    Pageblocks(BuddyZone zone, FreePageCount count, KernelRules rules) {
        this.zone = zone;
        this.count = count;
        countsMoves = rules.countsEachBlock();
        pages = zone.geometry().pageblockPages();
    }

    int pages() {
        return pages;
    }

    int startOf(int index) {
        return index & -pages;
    }

    /** Whether the zone spans the pageblock's first and last frame. */
    boolean isWhole(int index) {
        int start = startOf(index);
        return zone.spansIndex(start) && zone.spansIndex(start + pages - 1);
    }

    /** Whether all pageblocks of a block have the type of the first. */
    boolean isOfOneType(int index, int order) {
        int type = zone.blockTypeOf(index);
        for (int part = index + pages; part < index + (1 << order); part += pages) {
            if (zone.blockTypeOf(part) != type) {
                return false;
            }
        }
        return true;
    }

    /** Counts free pages and pages in use that can be migrated, between two frames. */
    void survey(int from, int to) {
        free = 0;
        movable = 0;
        int index = from;
        while (index < to) {
            if (zone.isNothing(index)) {
                index++;
                continue;
            }
            int size = 1 << zone.orderAt(index);
            if (zone.isFreeHead(index)) {
                free += size;
            } else if (zone.isMovable(index)) {
                movable += Math.min(size, to - index);
            }
            index += size;
        }
    }

    /** Moves every free block between two frames to the tail of a type's lists; returns the pages moved. */
    int moveFree(int from, int to, int type) {
        int moved = 0;
        int index = from;
        while (index < to) {
            if (zone.isNothing(index)) {
                index++;
                continue;
            }
            int order = zone.orderAt(index);
            if (zone.isFreeHead(index)) {
                int old = zone.typeAt(index);
                zone.moveToTail(index, order, old, type);
                if (countsMoves) {
                    count.add(-(1 << order), old);
                    count.add(1 << order, type);
                }
                moved += 1 << order;
            }
            index += 1 << order;
        }
        return moved;
    }

    /**
     * Pages in use whose kind suits the type that wants the block: movable ones for MOVABLE; for the others all that is not movable,
     * but only where the block was MOVABLE, for elsewhere nobody can tell UNMOVABLE from RECLAIMABLE.
     */
    int alikePages(int type, int blockType) {
        int movableType = MigrateType.MOVABLE.number();
        if (type == movableType) {
            return movable;
        }
        return blockType == movableType ? pages - (free + movable) : 0;
    }

    boolean mayBeClaimedWhole(int type, int blockType) {
        return free + alikePages(type, blockType) >= pages >> 1;
    }

    /** can_steal_fallback(), should_try_claim_block(): whether a block of this order is worth its whole pageblock. */
    boolean mayTakeOver(int order, int type) {
        return order >= zone.geometry().pageblockOrder() / 2 || type != MigrateType.MOVABLE.number();
    }

    /** The type whose list of this order serves the type asked for; -1 if none of its fallbacks has a block. */
    int fallbackOf(int order, int type) {
        for (int other : MigrateType.fallbacks(type)) {
            if (zone.hasFree(order, other)) {
                return other;
            }
        }
        return -1;
    }
}
