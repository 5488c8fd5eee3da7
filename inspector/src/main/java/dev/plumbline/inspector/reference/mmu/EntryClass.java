package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.PageTableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All entries of a level that say the same but for the address: those with {@code (raw & keyMask) == key}. Everything here
 * comes from asking the {@link Regime} about single entries; nothing is known of any architecture.
 */
final class EntryClass {

    /** What an entry does to the walk. */
    enum Kind {
        TABLE,
        LEAF,
        /** Ends it without an address. */
        NOTHING
    }

    private static final int MEMO_BITS = 3;
    private static final int MEMO_WIDTH = 4;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    final long keyMask;
    final long key;
    final Kind kind;
    /** Address bits below the size of a leaf: they come from the virtual address. */
    final long offsetMask;
    /** What a table of this class adds to the {@link Path}. */
    final long contribution;
    /** How a walk that ends here without an address is packed. */
    final long nothing;

    private final Decoder decoder;
    private final Entry lowest;
    private final long constant;
    private final long mask0;
    private final int rotation0;
    private final long mask1;
    private final int rotation1;
    private final long mask2;
    private final int rotation2;

    /** For paths that were met: {@code all}, {@code any}, the outcome but for the address, which never is 0, and a gap. */
    private final long[] memo = new long[MEMO_WIDTH << MEMO_BITS];

    /** What entries say at one level. */
    record Decoder(Regime regime, PageTableFormat format, int level) {
        Entry decode(long raw) {
            return regime.decode(format, level, raw);
        }
    }

    /** Address bits that stand together in the entry: where, and how far they are rotated to the left. */
    private record Part(long mask, int rotation) {}

    private static final int MOST_PARTS = 3;
    private static final Part NO_PART = new Part(0, 0);

    private EntryClass(Decoder decoder, long keyMask, long key, Entry lowest, long constant, List<Part> parts) {
        this.decoder = decoder;
        this.keyMask = keyMask;
        this.key = key;
        this.lowest = lowest;
        this.constant = constant;
        kind = lowest instanceof Entry.Table ? Kind.TABLE : lowest instanceof Entry.Leaf ? Kind.LEAF : Kind.NOTHING;
        offsetMask = lowest instanceof Entry.Leaf leaf ? leaf.sizeBytes() - 1 : 0;
        contribution = lowest instanceof Entry.Table table
                ? decoder.regime().contribution(decoder.format(), decoder.level(), table)
                : 0;
        FaultClass fault = lowest instanceof Entry.Reserved reserved
                ? decoder.regime().classOf(decoder.format(), decoder.level(), reserved)
                : FaultClass.NOT_PRESENT;
        nothing = PackedWalk.fault(OptionalInt.of(decoder.level()), fault);
        mask0 = part(parts, 0).mask();
        rotation0 = part(parts, 0).rotation();
        mask1 = part(parts, 1).mask();
        rotation1 = part(parts, 1).rotation();
        mask2 = part(parts, 2).mask();
        rotation2 = part(parts, 2).rotation();
    }

    private static Part part(List<Part> parts, int i) {
        return i < parts.size() ? parts.get(i) : NO_PART;
    }

    /** Where the entry points. */
    long address(long raw) {
        long address = constant | Long.rotateLeft(raw & mask0, rotation0);
        return (mask1 | mask2) == 0
                ? address
                : address | Long.rotateLeft(raw & mask1, rotation1) | Long.rotateLeft(raw & mask2, rotation2);
    }

    /** The outcome of a walk that ends in an entry of this class. */
    long end(long raw, long address, long all, long any) {
        return kind == Kind.LEAF
                ? rights(all, any) | ((address(raw) | (address & offsetMask)) & PackedWalk.FRAME)
                : nothing;
    }

    /**
     * The outcomes of walks that end in consecutive entries, as far as they are of this class; how many those are. A leaf of
     * this class is no larger than an entry's span.
     */
    int endEach(long[] words, int first, int most, long[] outcomes, int to, long all, long any) {
        long rest = constant | rights(all, any);
        int i = 0;
        // Three operations an entry besides load, store and test; the array bounds are checked once for the loop.
        for (; i < most; i++) {
            long raw = words[first + i];
            if ((raw & keyMask) != key) {
                break;
            }
            outcomes[to + i] = Long.rotateLeft(raw & mask0, rotation0) | rest;
        }
        return i;
    }

    /** Whether {@link #endEach} may be asked: a leaf whose address stands in one part. */
    boolean isPlainLeaf(int spanShift) {
        return kind == Kind.LEAF && (mask1 | mask2) == 0 && offsetMask < (1L << spanShift);
    }

    /** How a walk that reaches this leaf is packed, but for the address. */
    private long rights(long all, long any) {
        int at = MEMO_WIDTH * (int) ((((all * 31) ^ any) * MIX) >>> (Long.SIZE - MEMO_BITS));
        long known = memo[at + 2];
        return memo[at] == all && memo[at + 1] == any && known != 0 ? known : ask(all, any, at);
    }

    private long ask(long all, long any, int at) {
        Entry.Leaf leaf = (Entry.Leaf) lowest;
        Rights rights = decoder.regime().rights(new Path(all, any), leaf, decoder.level());
        memo[at] = all;
        memo[at + 1] = any;
        memo[at + 2] = PackedWalk.leaf(decoder.level(), leaf.sizeShift(), rights);
        return memo[at + 2];
    }

    /**
     * The class of an entry that has none of the level's forms: all that agree in the bits that tell forms apart.
     *
     * @param formMask those bits
     */
    static EntryClass formless(Decoder decoder, long raw, long formMask) {
        Entry entry = decoder.decode(raw);
        return entry instanceof Entry.NotPresent
                ? new EntryClass(decoder, formMask, raw & formMask, entry, 0, List.of())
                : single(decoder, entry);
    }

    /**
     * The class of an entry, found by asking what each bit of its address does. A bit that makes the entry something else must
     * be clear in all entries of the class; the others must each move the address by one bit, over no more than three
     * distances. Where that is not so, the class has this entry alone.
     *
     * @param addressMask bits that hold the address in entries of this form
     */
    static EntryClass of(Decoder decoder, long raw, long addressMask) {
        Entry entry = decoder.decode(raw);
        Entry lowest = decoder.decode(raw & ~addressMask);
        if (target(lowest).isEmpty() || !alike(entry, lowest)) {
            return single(decoder, entry);
        }
        long constant = target(lowest).getAsLong();
        long clear = 0;
        List<Part> parts = new ArrayList<>();
        for (long rest = addressMask; rest != 0; rest &= rest - 1) {
            long bit = Long.lowestOneBit(rest);
            Entry with = decoder.decode((raw & ~addressMask) | bit);
            if (!alike(with, lowest)) {
                clear |= bit;
                continue;
            }
            long moved = target(with).orElseThrow() ^ constant;
            if (Long.bitCount(moved) != 1) {
                return single(decoder, entry);
            }
            add(parts, bit, (Long.numberOfTrailingZeros(moved) - Long.numberOfTrailingZeros(bit)) & (Long.SIZE - 1));
        }
        if (parts.size() > MOST_PARTS || (raw & clear) != 0) {
            return single(decoder, entry);
        }
        long keyMask = ~addressMask | clear;
        EntryClass found = new EntryClass(decoder, keyMask, raw & keyMask, lowest, constant, parts);
        return found.address(raw) == target(entry).orElseThrow() ? found : single(decoder, entry);
    }

    private static void add(List<Part> parts, long bit, int rotation) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).rotation() == rotation) {
                parts.set(i, new Part(parts.get(i).mask() | bit, rotation));
                return;
            }
        }
        parts.add(new Part(bit, rotation));
    }

    private static EntryClass single(Decoder decoder, Entry entry) {
        return new EntryClass(decoder, -1L, entry.raw(), entry, target(entry).orElse(0), List.of());
    }

    /** Where an entry points, if it points anywhere. */
    private static OptionalLong target(Entry entry) {
        return entry instanceof Entry.Table table
                ? OptionalLong.of(table.table().value())
                : entry instanceof Entry.Leaf leaf ? OptionalLong.of(leaf.base().value()) : OptionalLong.empty();
    }

    /** Whether two entries differ in the address at most. */
    private static boolean alike(Entry one, Entry other) {
        if (one instanceof Entry.Leaf leaf) {
            return other instanceof Entry.Leaf too && leaf.sizeShift() == too.sizeShift();
        }
        return one instanceof Entry.Table && other instanceof Entry.Table;
    }
}
