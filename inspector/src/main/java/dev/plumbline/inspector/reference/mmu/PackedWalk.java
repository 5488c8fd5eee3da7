package dev.plumbline.inspector.reference.mmu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The outcome of a walk in one {@code long}, as {@link FastWalker} gives it.
 *
 * <pre>
 * 63:56  levels below the entry that ended the walk, plus one; 0 where no entry did
 * 55:12  the physical address without its page offset; no format has more than 56 bits (RISC-V Sv39 to Sv57)
 * 11:6   log2 of the bytes that the leaf maps; 0 where the walk ended without one
 *  5:0   rights, or why there is no translation
 * </pre>
 */
public final class PackedWalk {

    /** Physical address bits that fit. */
    static final int PHYSICAL_BITS = 56;

    private static final int LEVEL_SHIFT = PHYSICAL_BITS;
    private static final int SIZE_SHIFT = 6;
    private static final int LOW = 0x3f;
    private static final int NOT_HELD = LOW;
    private static final long OFFSET = 0xfff;
    /** Its bits but for the page offset. */
    static final long FRAME = ((1L << PHYSICAL_BITS) - 1) & ~OFFSET;

    private static final List<FaultClass> FAULTS = List.of(FaultClass.values());

    private PackedWalk() {}

    /** Whether the walk found an address. */
    public static boolean isTranslated(long packed) {
        return sizeShift(packed) != 0;
    }

    /** Whether the image does not hold an entry that the walk needs. */
    public static boolean isNotHeld(long packed) {
        return !isTranslated(packed) && (packed & LOW) == NOT_HELD;
    }

    /** Why the walk failed; empty where it found an address or met an entry that is not held. */
    public static Optional<FaultClass> fault(long packed) {
        return isTranslated(packed) || isNotHeld(packed)
                ? Optional.empty()
                : Optional.of(FAULTS.get((int) (packed & LOW)));
    }

    /**
     * Where the virtual address leads.
     *
     * @param packed of that very address; it must be translated
     */
    public static long physical(long packed, long address) {
        return (packed & FRAME) | (address & OFFSET);
    }

    /** log2 of the bytes that the leaf maps; 0 where there is none. */
    public static int sizeShift(long packed) {
        return (int) (packed >>> SIZE_SHIFT) & LOW;
    }

    /** How many levels lie below the entry that ended the walk; empty where no entry did. */
    public static OptionalInt level(long packed) {
        int level = (int) (packed >>> LEVEL_SHIFT);
        return level == 0 ? OptionalInt.empty() : OptionalInt.of(level - 1);
    }

    /** All levels combined; of a walk that found an address. */
    public static Rights rights(long packed) {
        return new Rights(
                (packed & 1) != 0,
                (packed & 2) != 0,
                (packed & 4) != 0,
                (packed & 8) != 0,
                (packed & 16) != 0,
                (packed & 32) != 0);
    }

    /** What {@link Walker#translate} says, as far as it fits. */
    static long of(Walk walk) {
        if (walk instanceof Walk.Translated t) {
            return leaf(t.level(), t.sizeShift(), t.rights()) | (t.address().value() & FRAME);
        }
        return walk instanceof Walk.Faulted f
                ? fault(f.fault().level(), f.fault().kind())
                : level(((Walk.NotHeld) walk).level()) | NOT_HELD;
    }

    /** A translation without its address. */
    static long leaf(int level, int sizeShift, Rights r) {
        return level(level)
                | (long) sizeShift << SIZE_SHIFT
                | bit(r.kernelRead(), 1)
                | bit(r.kernelWrite(), 2)
                | bit(r.kernelExecute(), 4)
                | bit(r.userRead(), 8)
                | bit(r.userWrite(), 16)
                | bit(r.userExecute(), 32);
    }

    static long fault(OptionalInt level, FaultClass kind) {
        return (level.isPresent() ? level(level.getAsInt()) : 0) | FAULTS.indexOf(kind);
    }

    private static long level(int level) {
        return (level + 1L) << LEVEL_SHIFT;
    }

    private static int bit(boolean set, int value) {
        return set ? value : 0;
    }
}
