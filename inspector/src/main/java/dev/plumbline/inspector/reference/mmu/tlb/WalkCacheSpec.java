package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;

/**
 * A page-walk cache: it holds entries that point to tables, so that a walk begins below them. Intel SDM vol. 3, 4.10.3 calls
 * them paging-structure caches.
 *
 * @param name such as {@code PDE cache}
 * @param levels whose entries it holds: 1 for the entries that point to the lowest tables, 2 for those above, and so on
 * @param sets how many, a power of two
 * @param ways entries in a set
 * @param replacement which entry makes room
 */
public record WalkCacheSpec(String name, List<Integer> levels, int sets, int ways, Replacement replacement) {

    private static final int HIGHEST_LEVEL = 4;

    /** @throws IllegalArgumentException if the numbers describe no cache that can be built */
    public WalkCacheSpec {
        levels = levels.stream().sorted().toList();
        if (levels.isEmpty() || levels.get(0) < 1 || levels.get(levels.size() - 1) > HIGHEST_LEVEL) {
            throw new IllegalArgumentException(name + ": levels are 1 to 4: " + levels);
        }
        ArraySpec.requireGeometry(name, sets, ways, replacement);
    }

    /** Sets times ways. */
    public int entries() {
        return sets * ways;
    }
}
