package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.function.LongPredicate;

/**
 * A set-associative array of tags, flat. Beside it stands a hash table of the tags that are in it, chained by position, so that
 * a look-up costs the same for four ways and for seventy-two, and the processor that runs this need not guess the way.
 */
final class TagArray {

    private static final long HASH_FACTOR = 0x9e3779b97f4a7c15L;

    /** Hash buckets an entry: most chains are then of no or one entry. */
    private static final int BUCKETS_PER_ENTRY = 4;

    private final long[] tags;
    private final Victims victims;
    private final int ways;
    private final int setMask;
    private final int foldShift;
    private final boolean knowsFreeWays;

    /** By bucket: 1 + the position in {@link #tags} that its chain begins with, or 0. */
    private final int[] heads;

    /** By position: the same of the next in its chain. */
    private final int[] next;

    private final int hashShift;

    /** An empty array. The seed matters under {@link Replacement#RANDOM} alone. */
    TagArray(int sets, int ways, SetIndex index, Replacement replacement, long seed) {
        int entries = sets * ways;
        this.tags = new long[entries];
        this.victims = new Victims(sets, ways, replacement, seed);
        this.ways = ways;
        this.setMask = sets - 1;
        // Shifting by the width of a tag's number folds in zeros.
        this.foldShift = index == SetIndex.XOR_FOLDED ? Integer.numberOfTrailingZeros(sets) : Long.SIZE - 1;
        this.knowsFreeWays = victims.knowsFreeWays();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(entries * BUCKETS_PER_ENTRY - 1);
        this.heads = new int[1 << bits];
        this.next = new int[entries];
        this.hashShift = Long.SIZE - bits;
    }

    private int set(long tag) {
        return (int) (tag ^ (Tag.number(tag) >>> foldShift)) & setMask;
    }

    private int bucket(long tag) {
        return (int) ((tag * HASH_FACTOR) >>> hashShift);
    }

    /** Looks a tag up and, where it is there, uses it. */
    boolean use(long tag) {
        int link = heads[bucket(tag)];
        while (link != 0) {
            if (tags[link - 1] == tag) {
                int set = set(tag);
                victims.used(set, link - 1 - set * ways);
                return true;
            }
            link = next[link - 1];
        }
        return false;
    }

    /**
     * Puts in a tag that is not there.
     *
     * @return the tag that had to go, or {@link Tag#FREE}
     */
    long insert(long tag) {
        int set = set(tag);
        int way = knowsFreeWays ? victims.of(set) : freeOrVictim(set);
        int position = set * ways + way;
        long gone = tags[position];
        if (gone != Tag.FREE) {
            unlink(position);
        }
        tags[position] = tag;
        int bucket = bucket(tag);
        next[position] = heads[bucket];
        heads[bucket] = position + 1;
        victims.made(set, way);
        return gone;
    }

    private void unlink(int position) {
        int bucket = bucket(tags[position]);
        int link = heads[bucket];
        if (link == position + 1) {
            heads[bucket] = next[position];
            return;
        }
        while (next[link - 1] != position + 1) {
            link = next[link - 1];
        }
        next[link - 1] = next[position];
    }

    private int freeOrVictim(int set) {
        for (int way = 0; way < ways; way++) {
            if (tags[set * ways + way] == Tag.FREE) {
                return way;
            }
        }
        return victims.of(set);
    }

    /**
     * Frees every way whose tag is meant.
     *
     * @return how many there were
     */
    int remove(LongPredicate meant) {
        int removed = 0;
        for (int position = 0; position < tags.length; position++) {
            if (tags[position] != Tag.FREE && meant.test(tags[position])) {
                unlink(position);
                tags[position] = Tag.FREE;
                victims.freed(position / ways, position % ways);
                removed++;
            }
        }
        return removed;
    }
}
