package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.VirtAddr;

/**
 * Walks without allocation, tens of millions a second, with the rights of all levels combined. It gives what
 * {@link Walker#translate} gives, packed as {@link PackedWalk} says, and is held to it by tests. No rule of an architecture
 * stands here: what an entry means, the {@link Regime} is asked once for each class of entries.
 *
 * <p>Entries are read as they stand in memory, from pieces of 4 KiB that are copied the first time that a walk needs them. So
 * what is written to a table afterwards is not seen until {@link #invalidate}. For one thread.
 */
public final class FastWalker {

    /** Pieces that are kept: 256 MiB of tables, which map 128 GiB with 4 KiB pages. */
    private static final int MOST_PIECES = 1 << 16;

    private static final int CACHE_PLACES = 1 << 14;

    private final FastRoots roots;
    private final TableWords words;
    private final WalkCache cache;
    private final boolean caching;
    private final Walker readable;
    private final WalkBlock block;

    /** A walker that remembers where the last tables stand. */
    public FastWalker(Regime regime, PhysicalMemory memory) {
        this(regime, memory, true);
    }

    /**
     * A walker.
     *
     * @param caching whether it remembers where the last tables stand, or goes through all levels each time
     */
    public FastWalker(Regime regime, PhysicalMemory memory, boolean caching) {
        this.roots = new FastRoots(regime);
        this.words = new TableWords(memory, MOST_PIECES);
        this.cache = new WalkCache(roots.placeShift(), caching ? CACHE_PLACES : 1);
        this.caching = caching;
        this.readable = new Walker(regime, memory);
        this.block = new WalkBlock(this, words, cache);
    }

    /** Forgets what was read of the memory: to be called when that has changed. */
    public void invalidate() {
        words.clear();
        cache.clear();
    }

    /** Where an address leads, whoever asks, as {@link PackedWalk} explains it. */
    public long translate(long address) {
        WalkCache.Place place = cache.find(address);
        if (place == null) {
            return fromRoot(address);
        }
        LevelCode code = place.code();
        int position = place.position(address);
        long raw = code.entry(words.words()[position >>> 1], position);
        return code.classify(raw).end(raw, address, place.all(), place.any());
    }

    /**
     * Where many addresses lead: level by level, so that the processor waits for the memory once for many walks.
     *
     * @param from index of the first address
     * @param count how many
     * @param outcomes as {@link #translate} gives them, from index 0 on
     */
    public void translate(long[] addresses, int from, int count, long[] outcomes) {
        for (int done = 0; done < count; done += WalkBlock.SIZE) {
            makeRoom(WalkBlock.SIZE);
            block.walk(addresses, from + done, Math.min(WalkBlock.SIZE, count - done), outcomes, done);
        }
    }

    /**
     * Where consecutive pages lead.
     *
     * @param start aligned to the base page
     * @param pageShift log2 of the base page's size
     * @param count how many base pages
     * @param outcomes as {@link #translate} gives them for the first address of each page, from index 0 on
     */
    public void translatePages(long start, int pageShift, int count, long[] outcomes) {
        for (int done = 0; done < count; ) {
            long address = start + ((long) done << pageShift);
            outcomes[done] = translate(address);
            WalkCache.Place place = cache.find(address);
            if (place != null && place.code().isLast(pageShift)) {
                done += lastEntries(address, place, count - done, outcomes, done);
            } else {
                done++;
            }
        }
    }

    /** The entries from an address's to the end of its place; how many they are. */
    private int lastEntries(long address, WalkCache.Place place, int most, long[] outcomes, int to) {
        LevelCode code = place.code();
        int count = Math.min(most, code.entriesFrom(address));
        long[] from = words.words();
        int first = place.position(address);
        for (int i = 0; i < count; ) {
            int position = first + code.unitsOf(i);
            long raw = code.entry(from[position >>> 1], position);
            EntryClass found = code.classify(raw);
            if (code.isWide() && found.isPlainLeaf(code.shift())) {
                i += found.endEach(from, position >>> 1, count - i, outcomes, to + i, place.all(), place.any());
            } else {
                outcomes[to + i] = found.end(raw, address + ((long) i << code.shift()), place.all(), place.any());
                i++;
            }
        }
        return count;
    }

    private long fromRoot(long address) {
        int root = roots.of(address);
        if (root < 0) {
            return readable(address);
        }
        makeRoom(1);
        long all = Path.ROOT.all();
        long any = Path.ROOT.any();
        LevelCode code = roots.code(root);
        long table = roots.table(root);
        for (; ; code = code.below()) {
            int position = words.find(table + code.offset(address));
            if (position < 0) {
                return readable(address);
            }
            long raw = code.entry(words.words()[position >>> 1], position);
            EntryClass found = code.classify(raw);
            if (found.kind != EntryClass.Kind.TABLE) {
                remember(address, code, position, all, any);
                return found.end(raw, address, all, any);
            }
            all &= found.contribution;
            any |= found.contribution;
            table = found.address(raw);
        }
    }

    /** Keeps what the walk of an address needed, if walks are to be remembered. */
    void remember(long address, LevelCode code, int position, long all, long any) {
        if (caching) {
            cache.put(address, code, position, all, any);
        }
    }

    FastRoots roots() {
        return roots;
    }

    /** What the copied pieces cannot answer: no root for the address, or an entry in a piece that is not held whole. */
    long readable(long address) {
        return PackedWalk.of(readable.translate(new VirtAddr(address)));
    }

    /** So many walks take up a piece a level at most. */
    private void makeRoom(int walks) {
        if (!words.hasRoomFor(walks * roots.mostLevels())) {
            invalidate();
        }
    }
}
