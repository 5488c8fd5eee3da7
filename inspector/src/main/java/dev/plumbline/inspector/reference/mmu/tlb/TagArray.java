package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.function.LongPredicate;

/**
 * A set-associative array of tags, flat. Beside it stands a hash table of the tags that are in it, chained by position, so that
 * a look-up costs the same for four ways and for seventy-two, and the processor that runs this need not guess the way.
 *
 * <p>The tags of the ways that are not free, and no others, are in the table, each once: {@link #insert} adds the one that it
 * puts in, which was not there, and takes out the one that goes; {@link #remove} takes out each one that it frees. So the chain
 * of a tag's bucket tells whether the array holds it.
 */
final class TagArray {

    private static final long HASH_FACTOR = 0x9e3779b97f4a7c15L;

    /** Most chains are then of no or one entry, and those of a large array stay in a processor's caches. */
    private static final int BUCKETS_PER_ENTRY = 4;

    /** For small arrays more: each miss goes through those, and a chain to follow is a branch guessed wrong. */
    private static final int LEAST_BUCKETS = 1 << 10;

    private final long[] tags;
    private final Victims victims;
    private final int ways;
    private final int setMask;
    private final int foldShift;

    /** By set: how many of its ways are not free. */
    private final int[] held;

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
        this.held = new int[sets];
        int buckets = Math.max(LEAST_BUCKETS, entries * BUCKETS_PER_ENTRY);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(buckets - 1);
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
                victims.used(set(tag), link - 1);
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
        int position = held[set] < ways ? free(set) : victims.of(set);
        long gone = tags[position];
        if (gone != Tag.FREE) {
            unlink(position);
        }
        tags[position] = tag;
        int bucket = bucket(tag);
        next[position] = heads[bucket];
        heads[bucket] = position + 1;
        victims.filled(set, position);
        return gone;
    }

    /** Counts the first free way of a set among the held ones. */
    private int free(int set) {
        int position = set * ways;
        while (tags[position] != Tag.FREE) {
            position++;
        }
        held[set]++;
        return position;
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
                held[position / ways]--;
                removed++;
            }
        }
        return removed;
    }
}
