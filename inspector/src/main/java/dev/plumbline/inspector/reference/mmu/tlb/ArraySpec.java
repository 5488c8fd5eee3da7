package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One array of a TLB level.
 *
 * @param name such as {@code L1 D 4K}
 * @param level 1 for the arrays looked up first
 * @param kinds the references it serves
 * @param pageShifts log2 of the page sizes it holds, ascending; they share its sets and ways
 * @param sets how many, a power of two; 1 for a fully associative array
 * @param ways entries in a set
 * @param index how a page's set is found
 * @param replacement which entry makes room
 */
public record ArraySpec(
        String name,
        int level,
        Set<ReferenceKind> kinds,
        List<Integer> pageShifts,
        int sets,
        int ways,
        SetIndex index,
        Replacement replacement) {

    /** Sizes of pages that a tag can tell apart. */
    static final int MAX_SIZES = 7;

    private static final int MAX_ENTRIES = 1 << 20;
    private static final int SMALLEST_SHIFT = 12;
    private static final int LARGEST_SHIFT = 48;

    /** @throws IllegalArgumentException if the numbers describe no array that can be built */
    public ArraySpec {
        kinds = Set.copyOf(kinds);
        pageShifts = pageShifts.stream().sorted().toList();
        require(level >= 1, name, "level " + level + " is below 1");
        require(!kinds.isEmpty(), name, "it serves no kind of reference");
        require(!pageShifts.isEmpty() && pageShifts.size() <= MAX_SIZES, name, "1 to 7 page sizes: " + pageShifts);
        require(pageShifts.stream().distinct().count() == pageShifts.size(), name, "a page size twice: " + pageShifts);
        require(
                pageShifts.get(0) >= SMALLEST_SHIFT && pageShifts.get(pageShifts.size() - 1) <= LARGEST_SHIFT,
                name,
                "page shifts are 12 to 48: " + pageShifts);
        requireGeometry(name, sets, ways, replacement);
    }

    static void requireGeometry(String name, int sets, int ways, Replacement replacement) {
        require(Integer.bitCount(sets) == 1 && sets > 0, name, sets + " sets are no power of two");
        require(ways >= 1 && (long) sets * ways <= MAX_ENTRIES, name, sets + " sets of " + ways + " ways");
        require(
                replacement != Replacement.TREE_PLRU || (Integer.bitCount(ways) == 1 && ways <= Long.SIZE),
                name,
                "a tree needs a power of two up to 64 ways, not " + ways);
    }

    private static void require(boolean holds, String name, String message) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + message);
        }
    }

    /** Sets times ways. */
    public int entries() {
        return sets * ways;
    }

    /**
     * The size in which a page stands in this array: its own, or the largest one held below it, for an array that does not
     * hold a size holds fragments of its pages.
     *
     * @param pageShift log2 of the page's size
     * @return log2 of the size, or -1 where the array holds no page that small
     */
    int heldShift(int pageShift) {
        int held = -1;
        for (int shift : pageShifts) {
            if (shift <= pageShift) {
                held = shift;
            }
        }
        return held;
    }

    /** Bytes that the array reaches when it is full of pages of one size. */
    public long reachBytes(int pageShift) {
        int held = heldShift(pageShift);
        return held < 0 ? 0 : (long) entries() << held;
    }

    /** {@code 128 sets × 12 ways}, or {@code fully associative}. */
    public String geometry() {
        return sets == 1 ? "fully associative" : ways == 1 ? "direct-mapped" : sets + " sets x " + ways + " ways";
    }

    /** Kinds of data references. */
    public static final Set<ReferenceKind> DATA = Set.copyOf(EnumSet.of(ReferenceKind.LOAD, ReferenceKind.STORE));

    /** Instruction fetches alone. */
    public static final Set<ReferenceKind> CODE = Set.of(ReferenceKind.INSTRUCTION);

    /** Every kind. */
    public static final Set<ReferenceKind> UNIFIED = Set.copyOf(EnumSet.allOf(ReferenceKind.class));
}
