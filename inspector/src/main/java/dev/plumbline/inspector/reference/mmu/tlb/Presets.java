package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;
import java.util.Set;

/** What the tables of presets have in common: page sizes by name, and rows that read like a manual's. */
final class Presets {

    static final int K4 = 12;
    static final int K16 = 14;
    static final int K64 = 16;
    static final int M1 = 20;
    static final int M2 = 21;
    static final int M16 = 24;
    static final int M32 = 25;
    static final int M512 = 29;
    static final int G1 = 30;

    static final String LRU_ASSUMED = "replacement is not published: true LRU assumed";

    private Presets() {}

    static TlbModel.Source primary(String text) {
        return new TlbModel.Source(TlbModel.Origin.PRIMARY, text);
    }

    static TlbModel.Source secondary(String text) {
        return new TlbModel.Source(TlbModel.Origin.SECONDARY, text);
    }

    /** A fully associative array. */
    static ArraySpec full(
            String name, int level, Set<ReferenceKind> kinds, int entries, Replacement replacement, Integer... sizes) {
        return new ArraySpec(name, level, kinds, List.of(sizes), 1, entries, SetIndex.LINEAR, replacement);
    }

    /** A set-associative array. */
    static ArraySpec sets(
            String name,
            int level,
            Set<ReferenceKind> kinds,
            int entries,
            int ways,
            Replacement replacement,
            Integer... sizes) {
        return new ArraySpec(name, level, kinds, List.of(sizes), entries / ways, ways, SetIndex.LINEAR, replacement);
    }

    /** The same array with its sets found by a folded page number. */
    static ArraySpec folded(ArraySpec array) {
        return new ArraySpec(
                array.name(),
                array.level(),
                array.kinds(),
                array.pageShifts(),
                array.sets(),
                array.ways(),
                SetIndex.XOR_FOLDED,
                array.replacement());
    }

    static WalkCacheSpec walkCache(String name, int entries, int ways, Replacement replacement, Integer... levels) {
        return new WalkCacheSpec(name, List.of(levels), entries / ways, ways, replacement);
    }
}
