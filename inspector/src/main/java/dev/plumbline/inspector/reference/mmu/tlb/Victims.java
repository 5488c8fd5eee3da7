package dev.plumbline.inspector.reference.mmu.tlb;

/**
 * Which way of a full set is the next to go. Ways are named by their position in the array, {@code set * ways + way}. To use one
 * takes the same few steps however many there are, without a branch that depends on which one it is.
 *
 * <p>For LRU and FIFO the ways of a set are a ring of links from the newest to the oldest, closed by a joint that stands for no
 * way: the oldest is the one before the joint, and a way becomes the newest by moving behind it. A way that was freed keeps its
 * place: nobody asks for a victim before it is filled again, which makes it the newest. For the tree, a set is a word of bits.
 */
final class Victims {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final int ways;
    private final boolean usesCount;
    private final boolean ring;
    private final boolean tree;

    /** By position, and behind all of them by set for its joint: the next older way of the ring. */
    private final int[] older;

    /** The reverse. */
    private final int[] newer;

    private final int firstJoint;

    /** By set. Node n has the children 2n and 2n + 1 and the bit n, which says into which of them to go for a victim. */
    private final long[] trees;

    /** By way: the bits of the nodes above it, and how they stand when all of them point away from it. */
    private final long[] above;

    private final long[] away;
    private final int treeLevels;
    private long random;

    Victims(int sets, int ways, Replacement replacement, long seed) {
        this.ways = ways;
        this.usesCount = replacement == Replacement.LRU || replacement == Replacement.TREE_PLRU;
        this.ring = replacement == Replacement.LRU || replacement == Replacement.FIFO;
        this.tree = replacement == Replacement.TREE_PLRU;
        this.firstJoint = sets * ways;
        this.older = new int[ring ? firstJoint + sets : 0];
        this.newer = new int[older.length];
        this.trees = new long[tree ? sets : 0];
        this.above = new long[tree ? ways : 0];
        this.away = new long[above.length];
        this.treeLevels = Integer.numberOfTrailingZeros(ways);
        this.random = seed;
        if (ring) {
            closeRings(sets);
        }
        for (int way = 0; way < above.length; way++) {
            markPath(way);
        }
    }

    private void closeRings(int sets) {
        for (int set = 0; set < sets; set++) {
            int joint = firstJoint + set;
            link(joint, joint);
            for (int way = 0; way < ways; way++) {
                makeNewest(set * ways + way, joint);
            }
        }
    }

    private void markPath(int way) {
        for (int node = way + ways; node > 1; node >>>= 1) {
            long bit = 1L << (node >>> 1);
            above[way] |= bit;
            away[way] |= (node & 1) == 0 ? bit : 0;
        }
    }

    /** A way was found. */
    void used(int set, int position) {
        if (usesCount) {
            filled(set, position);
        }
    }

    /** A way was given another entry. */
    void filled(int set, int position) {
        if (ring) {
            link(newer[position], older[position]);
            makeNewest(position, firstJoint + set);
        } else if (tree) {
            int way = position - set * ways;
            trees[set] = (trees[set] & ~above[way]) | away[way];
        }
    }

    private void makeNewest(int position, int joint) {
        link(position, older[joint]);
        link(joint, position);
    }

    private void link(int one, int nextOlder) {
        older[one] = nextOlder;
        newer[nextOlder] = one;
    }

    /** The position to go. */
    int of(int set) {
        if (ring) {
            return newer[firstJoint + set];
        }
        return set * ways + (tree ? pointedTo(trees[set]) : nextRandom(ways));
    }

    private int pointedTo(long bits) {
        int node = 1;
        for (int level = 0; level < treeLevels; level++) {
            node = (node << 1) | (int) ((bits >>> node) & 1);
        }
        return node - ways;
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
