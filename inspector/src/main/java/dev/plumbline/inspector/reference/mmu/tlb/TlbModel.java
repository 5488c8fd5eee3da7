package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;

/**
 * The TLB of a processor core, as data.
 *
 * @param name by which a user asks for it: {@code skylake-sp}
 * @param processor what it is, for people
 * @param machine the architecture's family as {@code uname -m} names it
 * @param arrays of all levels
 * @param walkCaches none where the core has none
 * @param inclusive whether an entry that leaves the last level leaves the levels before it too
 * @param sources where the numbers are published, and by whom
 * @param assumptions what is not published and was assumed, and what the core does beyond this model
 */
public record TlbModel(
        String name,
        String processor,
        String machine,
        List<ArraySpec> arrays,
        List<WalkCacheSpec> walkCaches,
        boolean inclusive,
        List<Source> sources,
        List<String> assumptions) {

    /** Who says it. */
    public enum Origin {
        /** The maker: a manual, or the source code of the design. */
        PRIMARY("primary"),
        /** Others, who quote the maker or measured. */
        SECONDARY("secondary");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /** For people and for JSON. */
        public String word() {
            return word;
        }
    }

    /**
     * Where numbers are published.
     *
     * @param origin by whom
     * @param text the document, the place in it, and which numbers
     */
    public record Source(Origin origin, String text) {}

    /** @throws IllegalArgumentException if a level is missing or two of its arrays hold the same pages */
    public TlbModel {
        arrays = List.copyOf(arrays);
        walkCaches = List.copyOf(walkCaches);
        sources = List.copyOf(sources);
        assumptions = List.copyOf(assumptions);
        int levels = levels(arrays);
        for (int level = 1; level <= levels; level++) {
            for (ReferenceKind kind : ReferenceKind.values()) {
                requireDistinct(name, arrays, level, kind);
            }
        }
        for (ReferenceKind kind : ReferenceKind.values()) {
            if (arrays.stream().noneMatch(a -> a.level() == 1 && a.kinds().contains(kind))) {
                throw new IllegalArgumentException(name + ": no first-level array for " + kind);
            }
        }
    }

    private static void requireDistinct(String name, List<ArraySpec> arrays, int level, ReferenceKind kind) {
        List<Integer> shifts = arrays.stream()
                .filter(a -> a.level() == level && a.kinds().contains(kind))
                .flatMap(a -> a.pageShifts().stream())
                .toList();
        if (shifts.stream().distinct().count() != shifts.size()) {
            throw new IllegalArgumentException(
                    "%s: level %d holds a page size of %s twice: %s".formatted(name, level, kind, shifts));
        }
    }

    private static int levels(List<ArraySpec> arrays) {
        return arrays.stream().mapToInt(ArraySpec::level).max().orElse(0);
    }

    /** How many levels are looked up before a walk. */
    public int levels() {
        return levels(arrays);
    }

    /**
     * The array of a level that holds a page for a kind of reference: the one with the largest size not above the page's.
     *
     * @return its position in {@link #arrays}, or -1 where the level holds no page that small
     */
    public int arrayOf(int level, ReferenceKind kind, int pageShift) {
        int best = -1;
        for (int i = 0; i < arrays.size(); i++) {
            ArraySpec array = arrays.get(i);
            if (array.level() == level && array.kinds().contains(kind)) {
                int held = array.heldShift(pageShift);
                if (held >= 0 && (best < 0 || held > arrays.get(best).heldShift(pageShift))) {
                    best = i;
                }
            }
        }
        return best;
    }

    /** Bytes that a level reaches with pages of one size; zero where it holds none. */
    public long reachBytes(int level, ReferenceKind kind, int pageShift) {
        int array = arrayOf(level, kind, pageShift);
        return array < 0 ? 0 : arrays.get(array).reachBytes(pageShift);
    }
}
