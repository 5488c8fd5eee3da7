package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.function.LongPredicate;

/** An array of a level: translations, each with the size in which it is held. */
final class TlbArray {

    private final ArraySpec spec;
    private final TagArray tags;

    /** By log2 of the size in which a page is held: its code in a tag. */
    private final int[] codes = new int[Long.SIZE];

    /** The reverse. */
    private final int[] shifts = new int[ArraySpec.MAX_SIZES + 1];

    private final int kindBits;
    private final Parts parts = new Parts();

    /** Entries of one address space that overlap a range: reused, so that evictions allocate nothing. */
    private final class Parts implements LongPredicate {
        private int space;
        private long start;
        private int shift;

        @Override
        public boolean test(long tag) {
            return Tag.space(tag) == space && overlap(start, shift, TlbArray.this.start(tag), TlbArray.this.shift(tag));
        }
    }

    TlbArray(ArraySpec spec, long seed) {
        this.spec = spec;
        this.kindBits = spec.kinds().stream().mapToInt(k -> 1 << k.index()).sum();
        this.tags = new TagArray(spec.sets(), spec.ways(), spec.index(), spec.replacement(), seed);
        for (int i = 0; i < spec.pageShifts().size(); i++) {
            codes[spec.pageShifts().get(i)] = i + 1;
            shifts[i + 1] = spec.pageShifts().get(i);
        }
    }

    ArraySpec spec() {
        return spec;
    }

    /** One bit a kind of reference that it serves. */
    int kindBits() {
        return kindBits;
    }

    TagArray tags() {
        return tags;
    }

    /** What the tags of pages held in a size begin with, without the address space. */
    long prefix(int heldShift) {
        return Tag.prefix(0, codes[heldShift]);
    }

    /** log2 of the bytes that an entry covers. */
    int shift(long tag) {
        return shifts[Tag.code(tag)];
    }

    /** Where the range begins that an entry covers. */
    long start(long tag) {
        return Tag.number(tag) << shift(tag);
    }

    /** Frees the ways whose entries of an address space overlap {@code 1 << shift} bytes from {@code start}. */
    void removeParts(int space, long start, int shift) {
        parts.space = space;
        parts.start = start;
        parts.shift = shift;
        tags.remove(parts);
    }

    int remove(Invalidation.Meant meant) {
        return meant.any() ? tags.remove(tag -> isMeant(meant, Tag.space(tag), start(tag), shift(tag))) : 0;
    }

    /** Whether an entry is meant that covers {@code 1 << shift} bytes from {@code start}. */
    static boolean isMeant(Invalidation.Meant meant, int space, long start, int shift) {
        boolean spaceFits = space == Tag.EVERY_SPACE
                ? meant.globals()
                : meant.space().isEmpty() || meant.space().getAsInt() == space;
        return spaceFits
                && (meant.address().isEmpty() || overlap(meant.address().getAsLong(), meant.pageShift(), start, shift));
    }

    /** Aligned ranges of powers of two overlap exactly where the larger one holds the other. */
    static boolean overlap(long address, int pageShift, long start, int shift) {
        return (((address ^ start) & Tag.ADDRESS_MASK) >>> Math.max(pageShift, shift)) == 0;
    }
}
