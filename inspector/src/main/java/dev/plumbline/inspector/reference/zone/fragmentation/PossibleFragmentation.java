package dev.plumbline.inspector.reference.zone.fragmentation;

import java.util.List;

/**
 * Whether any free lists at all give a line of fragmentation indices, which is of one instant as a line of unusable ones is.
 *
 * <p>Up to the highest order that has a free block every request would succeed; above it each index follows from the number of
 * free pages and the number of free blocks.
 */
public final class PossibleFragmentation {

    /** So many numbers of blocks are tried; what only a zone with more of them could have is taken for possible. */
    private static final long MOST_BLOCKS = 1 << 20;

    private PossibleFragmentation() {}

    /**
     * Whether free lists exist that give the line.
     *
     * @param thousandths by order
     * @param mostPages the zone cannot have more free pages than this
     * @param leftOut the order whose index is not looked at, or {@link PossibleUnusable#ALL_COUNT}
     */
    public static boolean is(List<Integer> thousandths, long mostPages, int leftOut) {
        for (int highest = -1; highest < thousandths.size(); highest++) {
            if (is(thousandths, mostPages, leftOut, highest)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(List<Integer> thousandths, long mostPages, int leftOut, int highest) {
        for (int order = 0; order < thousandths.size(); order++) {
            int index = thousandths.get(order);
            boolean succeeds = index == FragmentationIndex.WOULD_SUCCEED;
            if (order != leftOut && (order <= highest) != succeeds) {
                return false;
            }
            if (highest < 0 && order != leftOut && index != 0) {
                return false;
            }
        }
        return highest < 0 || highest >= thousandths.size() - 1 || above(thousandths, mostPages, leftOut, highest);
    }

    /** Whether some number of blocks up to the highest order gives the indices above it. */
    private static boolean above(List<Integer> thousandths, long mostPages, int leftOut, int highest) {
        for (long blocks = 1; blocks <= Math.min(mostPages, MOST_BLOCKS); blocks++) {
            long least = blocks - 1 + (1L << highest);
            long most = Math.min(mostPages, blocks << highest);
            for (int order = highest + 1; order < thousandths.size(); order++) {
                if (order != leftOut) {
                    long quotient = FragmentationIndex.THOUSAND - (long) thousandths.get(order);
                    least = Math.max(least, pages(quotient * blocks, order));
                    most = Math.min(most, pages((quotient + 1) * blocks, order) - 1);
                }
            }
            for (long pages = most; pages >= least; pages--) {
                if (fewest(pages, highest) <= blocks) {
                    return true;
                }
            }
        }
        return mostPages > MOST_BLOCKS;
    }

    /** How few blocks up to an order make so many pages; any more can be had by halving, as long as one of that order is left. */
    private static long fewest(long pages, int highest) {
        return (pages >> highest) + Long.bitCount(pages & ((1L << highest) - 1));
    }

    /** The fewest pages whose thousand-fold, divided by 2^order, is no less than the dividend without its 1000. */
    private static long pages(long dividend, int order) {
        long requests = Math.max(0, dividend - FragmentationIndex.THOUSAND);
        return ((requests << order) + FragmentationIndex.THOUSAND - 1) / FragmentationIndex.THOUSAND;
    }
}
