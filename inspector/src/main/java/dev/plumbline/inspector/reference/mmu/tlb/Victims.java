package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.Arrays;

/**
 * Which way of each set is the next to go. For LRU and FIFO of up to 16 ways a set's ways stand in one word, four bits each,
 * the newest lowest, so that using one takes a few shifts and finding the oldest takes one; of more ways each has the time of
 * its last use, and the oldest is searched.
 */
final class Victims {

    private static final int MAX_WORD_WAYS = 16;
    private static final long ONES = 0x1111111111111111L;
    private static final long EIGHTS = 0x8888888888888888L;
    private static final long ASCENDING = 0xfedcba9876543210L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final int ways;
    private final boolean usesCount;
    private final boolean words;
    private final boolean timed;
    private final boolean tree;

    /** By set: the order of its ways, or the bits of its tree. */
    private final long[] state;

    private final long[] times;
    private final int treeLevels;
    private long clock;
    private long random;

    Victims(int sets, int ways, Replacement replacement, long seed) {
        boolean ordered = replacement == Replacement.LRU || replacement == Replacement.FIFO;
        this.ways = ways;
        this.usesCount = replacement == Replacement.LRU || replacement == Replacement.TREE_PLRU;
        this.words = ordered && ways <= MAX_WORD_WAYS;
        this.timed = ordered && ways > MAX_WORD_WAYS;
        this.tree = replacement == Replacement.TREE_PLRU;
        this.state = new long[words || tree ? sets : 0];
        this.times = new long[timed ? sets * ways : 0];
        this.treeLevels = Integer.numberOfTrailingZeros(ways);
        this.random = seed;
        if (words) {
            Arrays.fill(state, ASCENDING);
        }
    }

    /** Whether the victim is known without a look for free ways: removed ones are the oldest. */
    boolean knowsFreeWays() {
        return words || timed;
    }

    /** A way was found. */
    void used(int set, int way) {
        if (usesCount) {
            made(set, way);
        }
    }

    /** A way was filled. */
    void made(int set, int way) {
        if (words) {
            state[set] = newest(state[set], way);
        } else if (timed) {
            times[set * ways + way] = ++clock;
        } else if (tree) {
            pointAway(set, way);
        }
    }

    /** A way was freed. */
    void freed(int set, int way) {
        if (words) {
            state[set] = oldest(state[set], way);
        } else if (timed) {
            times[set * ways + way] = 0;
        }
    }

    /** The way to go. */
    int of(int set) {
        if (words) {
            return (int) (state[set] >>> (4 * (ways - 1))) & 15;
        }
        return timed ? leastRecent(set) : tree ? pointedTo(set) : nextRandom(ways);
    }

    /** Four times the place of a way in the order. The lowest nibble that is zero is found exactly; a way stands there once. */
    private static int place(long order, int way) {
        long difference = order ^ (way * ONES);
        return Long.numberOfTrailingZeros((difference - ONES) & ~difference & EIGHTS) & ~3;
    }

    private static long newest(long order, int way) {
        int place = place(order, way);
        long below = (1L << place) - 1;
        return (order & ~((below << 4) | 15)) | ((order & below) << 4) | way;
    }

    private long oldest(long order, int way) {
        int place = place(order, way);
        int last = 4 * (ways - 1);
        long below = (1L << place) - 1;
        long upTo = (1L << last) - 1;
        long beyond = last == Long.SIZE - 4 ? 0 : -1L << (last + 4);
        return (order & below) | ((order >>> 4) & upTo & ~below) | ((long) way << last) | (order & beyond);
    }

    private int leastRecent(int set) {
        int base = set * ways;
        int oldest = base;
        for (int i = base + 1; i < base + ways; i++) {
            oldest = times[i] < times[oldest] ? i : oldest;
        }
        return oldest - base;
    }

    /** Node n has the children 2n and 2n + 1; a bit says into which of them to go for a victim. */
    private int pointedTo(int set) {
        long bits = state[set];
        int node = 1;
        for (int level = 0; level < treeLevels; level++) {
            node = (node << 1) | (int) ((bits >>> node) & 1);
        }
        return node - ways;
    }

    private void pointAway(int set, int way) {
        long bits = state[set];
        for (int node = way + ways; node > 1; node >>>= 1) {
            long bit = 1L << (node >>> 1);
            bits = (node & 1) == 0 ? bits | bit : bits & ~bit;
        }
        state[set] = bits;
    }

    /** SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), reduced by multiplication. */
    private int nextRandom(int bound) {
        random += GOLDEN_GAMMA;
        long z = random;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        return (int) (((z >>> 32) * bound) >>> 32);
    }
}
