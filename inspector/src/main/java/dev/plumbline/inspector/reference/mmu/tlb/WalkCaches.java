package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;

/** The page-walk caches of a core, and what a walk reads beside them. */
final class WalkCaches {

    private final int[] shifts;
    private final TagArray[] caches;

    /** By level of the walk: the cache that holds its entries, or null. */
    private final TagArray[] byLevel;

    private final long[] readsByLevel;
    private final long[] hitsByLevel;

    WalkCaches(List<WalkCacheSpec> specs, WalkShape shape, long seed) {
        shifts = shape.shifts().stream().mapToInt(Integer::intValue).toArray();
        caches = new TagArray[specs.size()];
        byLevel = new TagArray[shifts.length];
        readsByLevel = new long[shifts.length];
        hitsByLevel = new long[shifts.length];
        for (int i = 0; i < caches.length; i++) {
            WalkCacheSpec spec = specs.get(i);
            caches[i] = new TagArray(spec.sets(), spec.ways(), SetIndex.LINEAR, spec.replacement(), seed + i);
            for (int level : spec.levels()) {
                if (level < byLevel.length) {
                    byLevel[level] = caches[i];
                }
            }
        }
    }

    /**
     * Walks for a page whose entry stands in the level {@code leaf}, from the lowest level above it that a cache holds, and
     * caches every entry read on the way.
     */
    void walk(long address, int leaf, int space) {
        int level = leaf + 1;
        while (level < shifts.length && !holds(level, address, space)) {
            level++;
        }
        if (level < shifts.length) {
            hitsByLevel[level]++;
        }
        for (int read = level - 1; read >= leaf; read--) {
            readsByLevel[read]++;
            if (read > leaf && byLevel[read] != null) {
                byLevel[read].insert(tag(read, address, space));
            }
        }
    }

    private boolean holds(int level, long address, int space) {
        return byLevel[level] != null && byLevel[level].use(tag(level, address, space));
    }

    private long tag(int level, long address, int space) {
        return Tag.of(Tag.prefix(space, level), address, shifts[level]);
    }

    void remove(Invalidation.Meant meant) {
        if (meant.any()) {
            for (TagArray cache : caches) {
                cache.remove(tag -> {
                    int shift = shifts[Tag.code(tag)];
                    return TlbArray.isMeant(meant, Tag.space(tag), Tag.number(tag) << shift, shift);
                });
            }
        }
    }

    /** Entries read from memory, by level of the walk, lowest first. */
    long[] readsByLevel() {
        return readsByLevel.clone();
    }

    /** Walks that began below an entry found in a cache, by the level of that entry. */
    long[] hitsByLevel() {
        return hitsByLevel.clone();
    }

    long reads() {
        long sum = 0;
        for (long reads : readsByLevel) {
            sum += reads;
        }
        return sum;
    }
}
