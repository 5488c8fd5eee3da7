package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Taking blocks out of a zone's free areas: the type's own lists, CMA, then what the kernel's fallback rule allows.
 *
 * <p>Source: __rmqueue(), mm/page_alloc.c (6.1, 6.12, 7.2).
 */
abstract sealed class FreeAreas permits MoveLargest, ClaimOrSteal {

    static final int NONE = (int) BuddyZone.NONE;

    private static final int CMA = MigrateType.CMA.number();

    final BuddyZone zone;
    final FreePageCount count;
    final Pageblocks blocks;
    final Boost boost;
    private final boolean countsEachBlock;
    private int takenType;
    private long allocations;
    long claims;
    long steals;

    FreeAreas(BuddyZone zone, FreePageCount count, Boost boost, KernelRules rules) {
        this.zone = zone;
        this.count = count;
        this.boost = boost;
        blocks = new Pageblocks(zone, count, rules);
        countsEachBlock = rules.countsEachBlock();
    }

    static FreeAreas of(BuddyZone zone, FreePageCount count, Boost boost, KernelRules rules) {
        return switch (rules.fallback()) {
            case MOVE_LARGEST -> new MoveLargest(zone, count, boost, rules);
            case CLAIM_OR_STEAL -> new ClaimOrSteal(zone, count, boost, rules);
        };
    }

    /** A series of takes begins under one hold of the zone's lock. */
    abstract void begin();

    /** The next block of the series, by whatever lists serve its type once CMA has been asked as the balance wants it. */
    abstract int takeOrFallBack(int order, int type, int flags);

    /** __rmqueue(): the frame index of a block; {@link #NONE} if there is none. */
    final int take(int order, int type, int flags) {
        if (AllocFlags.has(flags, AllocFlags.CMA) && count.freeCma() > count.shown() / 2) {
            int index = takeSmallest(order, CMA);
            if (index != NONE) {
                return index;
            }
        }
        return takeOrFallBack(order, type, flags);
    }

    /** __rmqueue_smallest(), with its accounting where the release counts every block. */
    final int takeSmallest(int order, int type) {
        int index = zone.takeSmallest(order, type);
        if (index != NONE) {
            taken(order, type);
        }
        return index;
    }

    final int takeCma(int order, int flags) {
        return AllocFlags.has(flags, AllocFlags.CMA) ? takeSmallest(order, CMA) : NONE;
    }

    final void taken(int order, int type) {
        takenType = type;
        allocations++;
        if (countsEachBlock) {
            count.add(-(1 << order), type);
        }
    }

    final void takenUncounted(int type) {
        takenType = type;
        allocations++;
    }

    /** The type of the list that the last block came from. */
    final int takenType() {
        return takenType;
    }

    final long allocations() {
        return allocations;
    }

    final int lowestOrder(int order, int flags) {
        int pageblockOrder = zone.geometry().pageblockOrder();
        return AllocFlags.has(flags, AllocFlags.NO_FRAGMENT) ? Math.max(order, pageblockOrder) : order;
    }
}
