package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Claims a pageblock whole, or steals the smallest sufficient block and leaves the rest.
 *
 * <p>Within one refill it is remembered where the last block was found, for nothing else changes the lists meanwhile.
 *
 * <p>Source: __rmqueue(), __rmqueue_claim(), try_to_steal_block(), __rmqueue_steal(), mm/page_alloc.c (6.12.107);
 * try_to_claim_block() (7.2.13).
 */
final class ClaimOrSteal extends FreeAreas {

    private enum Mode {
        OWN_LISTS,
        CMA,
        STEAL
    }

    private Mode mode = Mode.OWN_LISTS;

    ClaimOrSteal(BuddyZone zone, FreePageCount count, Boost boost, KernelRules rules) {
        super(zone, count, boost, rules);
    }

    @Override
    void begin() {
        mode = Mode.OWN_LISTS;
    }

    @Override
    int takeOrFallBack(int order, int type, int flags) {
        if (mode == Mode.OWN_LISTS) {
            int index = takeSmallest(order, type);
            if (index != NONE) {
                return index;
            }
        }
        if (mode != Mode.STEAL) {
            int index = takeCma(order, flags);
            if (index != NONE) {
                mode = Mode.CMA;
                return index;
            }
            index = claim(order, type, flags);
            if (index != NONE) {
                mode = Mode.OWN_LISTS;
                return index;
            }
        }
        if (AllocFlags.has(flags, AllocFlags.NO_FRAGMENT)) {
            return NONE;
        }
        int index = steal(order, type);
        if (index != NONE) {
            mode = Mode.STEAL;
        }
        return index;
    }

    private int claim(int order, int type, int flags) {
        int lowest = lowestOrder(order, flags);
        for (int found = zone.geometry().maxOrder(); found >= lowest; found--) {
            int other = blocks.fallbackOf(found, type);
            if (other < 0) {
                continue;
            }
            if (!blocks.mayTakeOver(found, type)) {
                return NONE;
            }
            int index = claim(zone.firstFree(found, other), found, order, type, other);
            if (index != NONE) {
                claims++;
                return index;
            }
        }
        return NONE;
    }

    private int claim(int index, int found, int order, int type, int other) {
        if (found >= zone.geometry().pageblockOrder()) {
            zone.remove(index, found, other);
            count.add(-(1 << found), other);
            zone.setBlockTypes(index, found, type);
            zone.expand(index, order, found, type);
            count.add((1 << found) - (1 << order), type);
            takenUncounted(type);
            return index;
        }
        boost.raise();
        if (!blocks.isWhole(index)) {
            return NONE;
        }
        int start = blocks.startOf(index);
        blocks.survey(start, start + blocks.pages());
        if (!blocks.mayBeClaimedWhole(type, other)) {
            return NONE;
        }
        blocks.moveFree(start, start + blocks.pages(), type);
        zone.setBlockType(start, type);
        return takeSmallest(order, type);
    }

    private int steal(int order, int type) {
        for (int found = order; found <= zone.geometry().maxOrder(); found++) {
            int other = blocks.fallbackOf(found, type);
            if (other >= 0) {
                int index = zone.firstFree(found, other);
                zone.remove(index, found, other);
                zone.expand(index, order, found, other);
                taken(order, other);
                steals++;
                return index;
            }
        }
        return NONE;
    }
}
