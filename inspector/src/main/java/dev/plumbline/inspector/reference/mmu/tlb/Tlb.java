package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.Arrays;

/**
 * A TLB at work. A reference is looked up level by level; what a level missed is filled from the first one that has it, or
 * from a walk. Nothing is allocated for a reference. A TLB belongs to one thread.
 *
 * <p>Not modelled: prefetching of translations, wrong-path references, the coalescing of neighbours into one entry, and
 * entries that outlive a change of their page's size without an invalidation.
 */
public final class Tlb {

    /** Highest number of an address space: the tag keeps one value for global entries. */
    public static final int MAX_SPACE = Tag.EVERY_SPACE - 1;

    private static final int KINDS = ReferenceKind.values().length;
    private static final int SHIFTS = PageSizes.SHIFT_MASK + 1;
    private static final int SLOTS = KINDS * SHIFTS;
    private static final int PAGE_SHIFT = 12;

    private final TlbModel model;
    private final PageSizes sizes;
    private final int levels;
    private final TlbArray[] arrays;
    private final WalkCaches walkCaches;
    private final int[] leafLevels = new int[SHIFTS];

    /** By level, kind and page size; null where the level holds no page that small. */
    private final Route[] routes;

    /** By kind: which first-level arrays it meets. Kinds that share one share all that is remembered of the last page. */
    private final int[] port;

    /** By port: the last page found or filled, in units of 4 KiB. */
    private final long[] lastPage;

    private final long[] sameHits = new long[KINDS];
    private final long[] outcomes;
    private int space;

    /**
     * Where a level holds pages of a size.
     *
     * @param array which array
     * @param tags its tags
     * @param prefix of their tags, without the address space
     * @param shift log2 of the size in which it holds them
     */
    private record Route(TlbArray array, TagArray tags, long prefix, int shift) {
        long tag(long address, long spacePrefix) {
            return Tag.of(prefix | spacePrefix, address, shift);
        }
    }

    /**
     * An empty TLB, in address space 0.
     *
     * @param shape the page tables below it
     * @param sizes which page maps an address
     * @param seed of the random replacement
     */
    public Tlb(TlbModel model, WalkShape shape, PageSizes sizes, long seed) {
        this.model = model;
        this.sizes = sizes;
        this.levels = model.levels();
        this.arrays = new TlbArray[model.arrays().size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new TlbArray(model.arrays().get(i), seed + i);
        }
        this.walkCaches = new WalkCaches(model.walkCaches(), shape, seed + arrays.length);
        this.routes = new Route[levels * SLOTS];
        this.outcomes = new long[KINDS * (levels + 1)];
        route();
        for (int shift = PAGE_SHIFT; shift < SHIFTS; shift++) {
            leafLevels[shift] = shape.leafLevel(shift);
        }
        this.port = ports(model);
        this.lastPage = new long[KINDS];
        forgetLastPages();
    }

    private void route() {
        for (int level = 0; level < levels; level++) {
            for (ReferenceKind kind : ReferenceKind.values()) {
                for (int shift = PAGE_SHIFT; shift < SHIFTS; shift++) {
                    int array = model.arrayOf(level + 1, kind, shift);
                    if (array >= 0) {
                        int held = model.arrays().get(array).heldShift(shift);
                        routes[(level * SLOTS) + (kind.index() * SHIFTS) + shift] =
                                new Route(arrays[array], arrays[array].tags(), arrays[array].prefix(held), held);
                    }
                }
            }
        }
    }

    private static int[] ports(TlbModel model) {
        int[] port = new int[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            port[kind] = kind;
        }
        for (ArraySpec array : model.arrays()) {
            if (array.level() == 1) {
                int first = array.kinds().stream()
                        .mapToInt(k -> port[k.index()])
                        .min()
                        .orElse(0);
                int[] joined =
                        array.kinds().stream().mapToInt(k -> port[k.index()]).toArray();
                for (int kind = 0; kind < KINDS; kind++) {
                    int of = port[kind];
                    if (Arrays.stream(joined).anyMatch(j -> j == of)) {
                        port[kind] = first;
                    }
                }
            }
        }
        return port;
    }

    /**
     * Refers to an address in the current address space.
     *
     * @param address virtual
     * @param kind {@link ReferenceKind#index}
     * @return the level that had the translation, counted from 0; {@link #levels()} for a walk
     */
    public int access(long address, int kind) {
        // The last page of a port is the newest entry of its array under every policy: using it again changes nothing.
        if (address >>> PAGE_SHIFT == lastPage[port[kind]]) {
            sameHits[kind]++;
            return 0;
        }
        return lookUp(address, kind);
    }

    private int lookUp(long address, int kind) {
        int page = sizes.at(address);
        int slot = kind * SHIFTS + (page & PageSizes.SHIFT_MASK);
        long spacePrefix = Tag.prefix((page & PageSizes.GLOBAL) != 0 ? Tag.EVERY_SPACE : space, 0);
        Route first = routes[slot];
        lastPage[port[kind]] = first == null ? -1 : address >>> PAGE_SHIFT;
        int level = 0;
        if (first == null || !first.tags.use(first.tag(address, spacePrefix))) {
            level = lookFurther(address, slot, spacePrefix);
        }
        outcomes[kind * (levels + 1) + level]++;
        return level;
    }

    private int lookFurther(long address, int slot, long spacePrefix) {
        int level = 1;
        while (level < levels && !uses(level * SLOTS + slot, address, spacePrefix)) {
            level++;
        }
        if (level >= levels) {
            walkCaches.walk(address, leafLevels[slot & PageSizes.SHIFT_MASK], space);
        }
        for (int fill = level - 1; fill >= 0; fill--) {
            Route route = routes[fill * SLOTS + slot];
            if (route != null) {
                fill(route, fill, route.tag(address, spacePrefix));
            }
        }
        return level;
    }

    private boolean uses(int at, long address, long spacePrefix) {
        Route route = routes[at];
        return route != null && route.tags.use(route.tag(address, spacePrefix));
    }

    private void fill(Route route, int level, long tag) {
        long gone = route.tags.insert(tag);
        if (gone != Tag.FREE && model.inclusive() && level == levels - 1) {
            removeFromLowerLevels(route.array, gone);
        }
    }

    private void removeFromLowerLevels(TlbArray last, long gone) {
        for (TlbArray array : arrays) {
            if (array.spec().level() < levels && serves(array, last)) {
                array.removeParts(Tag.space(gone), last.start(gone), last.shift(gone));
            }
        }
        forgetLastPages();
    }

    private static boolean serves(TlbArray array, TlbArray last) {
        return (array.kindBits() & last.kindBits()) != 0;
    }

    /**
     * Makes an address space current. What that invalidates is for {@link #invalidate} to be told.
     *
     * @param number a PCID or an ASID, 0 to {@link #MAX_SPACE}
     * @throws IllegalArgumentException if it is out of that range
     */
    public void switchTo(int number) {
        if (number < 0 || number > MAX_SPACE) {
            throw new IllegalArgumentException("address space " + number + " is not 0 to " + MAX_SPACE);
        }
        space = number;
        forgetLastPages();
    }

    /**
     * Invalidates what an instruction means.
     *
     * @return how many translations that were
     */
    public int invalidate(Invalidation instruction) {
        int removed = 0;
        for (TlbArray array : arrays) {
            removed += array.remove(instruction.translations());
        }
        walkCaches.remove(instruction.tables());
        forgetLastPages();
        return removed;
    }

    /** No address has this page number: it would need 64 bits and 12 more. */
    private void forgetLastPages() {
        Arrays.fill(lastPage, -1);
    }

    /** How many levels are looked up before a walk. */
    public int levels() {
        return levels;
    }

    /** References of a kind that a level served, counted from 0; walks at {@link #levels()}. */
    public long served(ReferenceKind kind, int level) {
        long counted = outcomes[kind.index() * (levels + 1) + level];
        return level == 0 ? counted + sameHits[kind.index()] : counted;
    }

    /** All references of a kind. */
    public long references(ReferenceKind kind) {
        long sum = 0;
        for (int level = 0; level <= levels; level++) {
            sum += served(kind, level);
        }
        return sum;
    }

    /** Page-table entries that walks read from memory. */
    public long walkReads() {
        return walkCaches.reads();
    }

    /** The same by level of the page tables, lowest first. */
    public long[] walkReadsByLevel() {
        return walkCaches.readsByLevel();
    }

    /** Walks that began below an entry of a page-walk cache, by the level of that entry. */
    public long[] walkCacheHitsByLevel() {
        return walkCaches.hitsByLevel();
    }
}
