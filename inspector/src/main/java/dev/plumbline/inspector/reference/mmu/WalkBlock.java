package dev.plumbline.inspector.reference.mmu;

/**
 * Some walks side by side. Each round reads the next entry of all of them, one load right after the other, and only then looks
 * at what was read: while one load waits for memory, the others are under way.
 */
final class WalkBlock {

    /** Walks in a block: enough to cover the latency of memory, few enough for the state to stay in the first-level cache. */
    static final int SIZE = 64;

    private final FastWalker walker;
    private final TableWords words;
    private final WalkCache cache;

    // Of each walk, by its place in the block: where it stands.
    private final LevelCode[] codes = new LevelCode[SIZE];
    private final int[] positions = new int[SIZE];
    private final long[] alls = new long[SIZE];
    private final long[] anys = new long[SIZE];

    // Of the walks that go on: their places in the block, and what was read for them.
    private final int[] live = new int[SIZE];
    private final long[] read = new long[SIZE];

    WalkBlock(FastWalker walker, TableWords words, WalkCache cache) {
        this.walker = walker;
        this.words = words;
        this.cache = cache;
    }

    /** As {@link FastWalker#translate(long[], int, int, long[])}, for {@link #SIZE} addresses at most. */
    void walk(long[] addresses, int from, int count, long[] outcomes, int to) {
        int going = start(addresses, from, count, outcomes, to);
        while (going > 0) {
            long[] copied = words.words();
            for (int k = 0; k < going; k++) {
                read[k] = copied[positions[live[k]] >>> 1];
            }
            int next = 0;
            for (int k = 0; k < going; k++) {
                int i = live[k];
                if (goesOn(i, read[k], addresses[from + i], outcomes, to + i)) {
                    live[next++] = i;
                }
            }
            going = next;
        }
    }

    private int start(long[] addresses, int from, int count, long[] outcomes, int to) {
        int going = 0;
        for (int i = 0; i < count; i++) {
            long address = addresses[from + i];
            WalkCache.Place place = cache.find(address);
            if (place != null) {
                codes[i] = place.code();
                positions[i] = place.position(address);
                alls[i] = place.all();
                anys[i] = place.any();
                live[going++] = i;
            } else if (begins(i, address, outcomes, to + i)) {
                live[going++] = i;
            }
        }
        return going;
    }

    private boolean begins(int i, long address, long[] outcomes, int to) {
        int root = walker.roots().of(address);
        if (root < 0) {
            outcomes[to] = walker.readable(address);
            return false;
        }
        alls[i] = Path.ROOT.all();
        anys[i] = Path.ROOT.any();
        codes[i] = walker.roots().code(root);
        return moves(i, walker.roots().table(root), address, outcomes, to);
    }

    private boolean goesOn(int i, long word, long address, long[] outcomes, int to) {
        LevelCode code = codes[i];
        long raw = code.entry(word, positions[i]);
        EntryClass found = code.classify(raw);
        if (found.kind != EntryClass.Kind.TABLE) {
            outcomes[to] = found.end(raw, address, alls[i], anys[i]);
            walker.remember(address, code, positions[i], alls[i], anys[i]);
            return false;
        }
        alls[i] &= found.contribution;
        anys[i] |= found.contribution;
        codes[i] = code.below();
        return moves(i, found.address(raw), address, outcomes, to);
    }

    /** To the entry in a table. */
    private boolean moves(int i, long table, long address, long[] outcomes, int to) {
        int position = words.find(table + codes[i].offset(address));
        if (position < 0) {
            outcomes[to] = walker.readable(address);
            return false;
        }
        positions[i] = position;
        return true;
    }
}
