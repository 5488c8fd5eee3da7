package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.EntryForm;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the fast walker keeps of one level of a format: how to find an entry, and the classes of the entries that it has met.
 * Mutable, for one thread.
 */
final class LevelCode {

    private static final int GUESS_BITS = 8;
    private static final int MOST_CLASSES = 256;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int shift;
    private final long indexMask;
    private final int entryShift;
    /** Bits of a word that an entry has: 32 or 64 ones. */
    private final long wordMask;
    /** 1 where two entries stand in a word of eight bytes, else 0. */
    private final int halfMask;
    /** Index bits below those that a place of the walk cache is found by. */
    private final long placeMask;

    private final Optional<LevelCode> below;
    private final TableLevel level;
    private final EntryClass.Decoder decoder;
    /** Bits that hold no address in any form, so that they alone tell most classes apart. */
    private final long flagMask;
    /** Bits by which forms are recognised. */
    private final long formMask;

    private final EntryClass[] guesses = new EntryClass[1 << GUESS_BITS];
    private final EntryClass[] classes = new EntryClass[MOST_CLASSES];
    private int known;
    private int next;

    private LevelCode(Regime regime, PageTableFormat format, int number, int placeShift) {
        decoder = new EntryClass.Decoder(regime, format, number);
        level = format.levels().get(number);
        below = number == 0 ? Optional.empty() : Optional.of(new LevelCode(regime, format, number - 1, placeShift));
        shift = level.shift();
        indexMask = (1L << level.indexBits()) - 1;
        entryShift = Integer.numberOfTrailingZeros(level.entryBytes());
        placeMask = placeShift > shift ? (1L << (placeShift - shift)) - 1 : 0;
        boolean half = level.entryBytes() == Integer.BYTES;
        wordMask = half ? 0xffff_ffffL : -1L;
        halfMask = half ? 1 : 0;
        int top = level.forms().stream()
                .flatMap(form -> form.address().stream())
                .mapToInt(segment -> segment.addressLow() + segment.width())
                .reduce(0, Math::max);
        if (top > PackedWalk.PHYSICAL_BITS) {
            throw new IllegalArgumentException("%s has %d physical address bits; at most %d can be packed"
                    .formatted(format.name(), top, PackedWalk.PHYSICAL_BITS));
        }
        flagMask = ~level.forms().stream().mapToLong(EntryForm::addressMask).reduce(0, (a, b) -> a | b) & wordMask;
        formMask = level.forms().stream().mapToLong(EntryForm::mask).reduce(0, (a, b) -> a | b);
        // The class of the empty entry alone: whatever else is met does not match, and is looked for.
        Arrays.fill(guesses, EntryClass.formless(decoder, 0, -1L));
    }

    /**
     * The root's level of a format.
     *
     * @param placeShift log2 of the bytes of address space that a place of the walk cache is for
     */
    static LevelCode root(Regime regime, PageTableFormat format, int placeShift) {
        return new LevelCode(regime, format, format.levels().size() - 1, placeShift);
    }

    /** log2 of the bytes of address space under those last entries that stand in one piece of memory. */
    static int pieceSpanShift(PageTableFormat format) {
        TableLevel last = format.levels().get(0);
        int inOnePiece = TableWords.PIECE_SHIFT - Integer.numberOfTrailingZeros(last.entryBytes());
        return last.shift() + Math.min(last.indexBits(), inOnePiece);
    }

    /** One level down. Only to be asked after an entry that points to a table: the last level has none. */
    LevelCode below() {
        return below.orElseThrow();
    }

    /** Whether entries of this level are the last, and span pages of this size. */
    boolean isLast(int pageShift) {
        return below.isEmpty() && shift == pageShift;
    }

    /** log2 of the bytes of address space that an entry spans. */
    int shift() {
        return shift;
    }

    /** How far the entry {@code n} places on is. */
    int unitsOf(int n) {
        return n << (entryShift - TableWords.UNIT_SHIFT);
    }

    /** Bytes from the start of a table to an address's entry. */
    long offset(long address) {
        return (address >>> shift & indexMask) << entryShift;
    }

    /** How far an address's entry is from that of the lowest address in its place of the walk cache. */
    int units(long address) {
        return (int) (address >>> shift & placeMask) << (entryShift - TableWords.UNIT_SHIFT);
    }

    /** How many entries there are from an address's to the end of its place. */
    int entriesFrom(long address) {
        return (int) (placeMask - (address >>> shift & placeMask)) + 1;
    }

    /** The entry at a position, of the word that holds it. */
    long entry(long word, int position) {
        return word >>> ((position & halfMask) << 5) & wordMask;
    }

    /** Whether entries are as wide as words. */
    boolean isWide() {
        return halfMask == 0;
    }

    /** The class of an entry. */
    EntryClass classify(long raw) {
        int slot = (int) (((raw & flagMask) * MIX) >>> (Long.SIZE - GUESS_BITS));
        EntryClass guess = guesses[slot];
        return (raw & guess.keyMask) == guess.key ? guess : search(raw, slot);
    }

    private EntryClass search(long raw, int slot) {
        for (int i = 0; i < known; i++) {
            if ((raw & classes[i].keyMask) == classes[i].key) {
                guesses[slot] = classes[i];
                return classes[i];
            }
        }
        EntryClass found = learn(raw);
        classes[next] = found;
        next = (next + 1) % MOST_CLASSES;
        known = Math.max(known, next == 0 ? MOST_CLASSES : next);
        guesses[slot] = found;
        return found;
    }

    private EntryClass learn(long raw) {
        return level.form(raw)
                .map(form -> EntryClass.of(decoder, raw, form.addressMask()))
                .orElseGet(() -> EntryClass.formless(decoder, raw, formMask));
    }
}
