package dev.plumbline.inspector.reference.zone.fragmentation;

import java.util.List;

/**
 * Whether any free lists at all give a line of unusable indices. One line is printed under the zone's lock, so its indices are of
 * one instant, whatever that was (walk_zones_in_node, mm/vmstat.c).
 *
 * <p>Of F free pages, those in blocks of order k or above are a multiple of 2^k, no fewer than those of order k + 1 or above,
 * and all of F at order 0. Each index bounds that number to a thousandth of F.
 */
public final class PossibleUnusable {

    /** An order whose index is not to be looked at. */
    public static final int ALL_COUNT = -1;

    /**
     * With 1000 of the largest blocks a thousandth of the pages holds a multiple of that block, and every line that ascends is
     * possible. No kernel has more orders than these.
     */
    private static final int MOST_ORDERS = 14;

    private PossibleUnusable() {}

    /**
     * Whether free lists exist that give the line.
     *
     * @param thousandths by order
     * @param mostPages the zone cannot have more free pages than this
     * @param leftOut the order whose index is not looked at, or {@link #ALL_COUNT}
     */
    public static boolean is(List<Integer> thousandths, long mostPages, int leftOut) {
        if (!ascends(thousandths, leftOut)) {
            return false;
        }
        if (isEach(thousandths, FragmentationIndex.THOUSAND, leftOut)) {
            return true;
        }
        if (leftOut != 0 && thousandths.get(0) != 0) {
            return false;
        }
        long enough = (long) FragmentationIndex.THOUSAND << Math.min(MOST_ORDERS, thousandths.size());
        for (long pages = Math.min(mostPages, enough); pages > 0; pages--) {
            if (gives(thousandths, pages, leftOut)) {
                return true;
            }
        }
        return mostPages > enough;
    }

    private static boolean ascends(List<Integer> thousandths, int leftOut) {
        int before = 0;
        for (int order = 0; order < thousandths.size(); order++) {
            if (order != leftOut) {
                int index = thousandths.get(order);
                if (index < before || index > FragmentationIndex.THOUSAND) {
                    return false;
                }
                before = index;
            }
        }
        return true;
    }

    private static boolean isEach(List<Integer> thousandths, int value, int leftOut) {
        for (int order = 0; order < thousandths.size(); order++) {
            if (order != leftOut && thousandths.get(order) != value) {
                return false;
            }
        }
        return true;
    }

    /** From the highest order down, each time the fewest pages that the index admits: they leave the most room below. */
    private static boolean gives(List<Integer> thousandths, long pages, int leftOut) {
        long suitable = 0;
        for (int order = thousandths.size() - 1; order >= 0; order--) {
            long least = 0;
            long most = pages;
            if (order != leftOut) {
                least = pages - ceil((thousandths.get(order) + 1L) * pages) + 1;
                most = pages - ceil(thousandths.get(order) * pages);
            }
            long block = 1L << order;
            suitable = Math.max(suitable, Math.max(0, (least + block - 1) & -block));
            if (suitable > most) {
                return false;
            }
        }
        return true;
    }

    private static long ceil(long thousandths) {
        return (thousandths + FragmentationIndex.THOUSAND - 1) / FragmentationIndex.THOUSAND;
    }
}
