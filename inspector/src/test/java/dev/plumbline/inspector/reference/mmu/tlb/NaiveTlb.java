package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A TLB as one would explain it: lists of entries that know their range and when they were made and used. Slow, and shares no
 * line with the product.
 */
final class NaiveTlb {

    /** One way: an entry, or none. */
    private static final class Way {
        Optional<Entry> entry = Optional.empty();
        long madeAt;
        long usedAt;
    }

    record Entry(int space, boolean global, long page, int shift) {
        boolean covers(int currentSpace, long address) {
            return (global || space == currentSpace) && (address >>> shift) == page;
        }

        boolean touches(long from, long toInclusive) {
            long start = page << shift;
            long end = start + ((1L << shift) - 1);
            return from <= end && start <= toInclusive;
        }
    }

    /** A node of the tree over the ways from {@code low} to {@code high}. */
    private static final class Node {
        final int low;
        final List<Node> children;
        boolean victimIsRight;

        Node(int low, int high) {
            this.low = low;
            int middle = (low + high) / 2;
            children = high - low == 1 ? List.of() : List.of(new Node(low, middle), new Node(middle, high));
        }

        void use(int way) {
            if (!children.isEmpty()) {
                boolean right = way >= children.get(1).low;
                victimIsRight = !right;
                children.get(right ? 1 : 0).use(way);
            }
        }

        int victim() {
            return children.isEmpty()
                    ? low
                    : children.get(victimIsRight ? 1 : 0).victim();
        }
    }

    /** Sets of ways. */
    static final class Sets {
        private final List<List<Way>> sets = new ArrayList<>();
        private final List<Node> trees = new ArrayList<>();
        private final boolean folded;
        private final Replacement replacement;
        private final SplittableRandom random;
        private long clock;
        private long evictions;

        Sets(int count, int ways, boolean folded, Replacement replacement, long seed) {
            for (int s = 0; s < count; s++) {
                List<Way> set = new ArrayList<>();
                for (int w = 0; w < ways; w++) {
                    set.add(new Way());
                }
                sets.add(set);
                trees.add(new Node(0, ways));
            }
            this.folded = folded;
            this.replacement = replacement;
            this.random = new SplittableRandom(seed);
        }

        private int setOf(long page) {
            long low = page % sets.size();
            return (int) (folded ? low ^ ((page / sets.size()) % sets.size()) : low);
        }

        boolean use(int space, long address, int shift, boolean global) {
            int set = setOf(address >>> shift);
            for (int w = 0; w < sets.get(set).size(); w++) {
                Way way = sets.get(set).get(w);
                boolean found = way.entry
                        .filter(e -> e.shift == shift && e.global == global && e.covers(space, address))
                        .isPresent();
                if (found) {
                    way.usedAt = ++clock;
                    trees.get(set).use(w);
                    return true;
                }
            }
            return false;
        }

        Optional<Entry> insert(Entry entry) {
            int set = setOf(entry.page);
            List<Way> ways = sets.get(set);
            Way chosen =
                    ways.stream().filter(w -> w.entry.isEmpty()).findFirst().orElseGet(() -> victim(set));
            Optional<Entry> gone = chosen.entry;
            evictions += gone.isPresent() ? 1 : 0;
            chosen.entry = Optional.of(entry);
            chosen.madeAt = ++clock;
            chosen.usedAt = clock;
            trees.get(set).use(ways.indexOf(chosen));
            return gone;
        }

        private Way victim(int set) {
            List<Way> ways = sets.get(set);
            return switch (replacement) {
                case LRU ->
                    ways.stream().min(Comparator.comparingLong(w -> w.usedAt)).orElseThrow();
                case FIFO ->
                    ways.stream().min(Comparator.comparingLong(w -> w.madeAt)).orElseThrow();
                case TREE_PLRU -> ways.get(trees.get(set).victim());
                case RANDOM -> ways.get((int) (((random.nextLong() >>> 32) * ways.size()) >>> 32));
            };
        }

        int remove(Predicate<Entry> meant) {
            int removed = 0;
            for (List<Way> set : sets) {
                for (Way way : set) {
                    if (way.entry.filter(meant).isPresent()) {
                        way.entry = Optional.empty();
                        removed++;
                    }
                }
            }
            return removed;
        }
    }

    private final TlbModel model;
    private final int[] walk;
    private final PageSizes sizes;
    private final List<Sets> arrays = new ArrayList<>();
    private final List<Sets> caches = new ArrayList<>();
    final long[] reads;
    final long[] cacheHits;
    private int space;

    NaiveTlb(TlbModel model, WalkShape shape, PageSizes sizes, long seed) {
        this.model = model;
        this.walk = shape.shifts().stream().mapToInt(Integer::intValue).toArray();
        this.sizes = sizes;
        this.reads = new long[walk.length];
        this.cacheHits = new long[walk.length];
        long next = seed;
        for (ArraySpec a : model.arrays()) {
            arrays.add(new Sets(a.sets(), a.ways(), a.index() == SetIndex.XOR_FOLDED, a.replacement(), next++));
        }
        for (WalkCacheSpec c : model.walkCaches()) {
            caches.add(new Sets(c.sets(), c.ways(), false, c.replacement(), next++));
        }
    }

    int access(long address, ReferenceKind kind) {
        int shift = sizes.at(address) & PageSizes.SHIFT_MASK;
        boolean global = (sizes.at(address) & PageSizes.GLOBAL) != 0;
        int highest = model.arrays().stream().mapToInt(ArraySpec::level).max().orElseThrow();
        int found = highest;
        for (int level = 1; level <= highest && found == highest; level++) {
            Optional<Place> place = place(level, kind, shift);
            if (place.isPresent() && place.get().array.use(space, address, place.get().shift, global)) {
                found = level - 1;
            }
        }
        if (found == highest) {
            walk(address, shift);
        }
        for (int level = found; level >= 1; level--) {
            int at = level;
            place(level, kind, shift).ifPresent(p -> {
                Optional<Entry> gone = p.array.insert(new Entry(space, global, address >>> p.shift, p.shift));
                if (model.inclusive() && at == highest) {
                    gone.ifPresent(e -> removeBelow(e, p.spec, highest));
                }
            });
        }
        return found;
    }

    private void removeBelow(Entry gone, ArraySpec last, int highest) {
        long from = gone.page << gone.shift;
        long to = from + ((1L << gone.shift) - 1);
        for (int i = 0; i < arrays.size(); i++) {
            ArraySpec spec = model.arrays().get(i);
            boolean serves = spec.kinds().stream().anyMatch(k -> last.kinds().contains(k));
            if (spec.level() < highest && serves) {
                arrays.get(i)
                        .remove(e ->
                                e.global == gone.global && (e.global || e.space == gone.space) && e.touches(from, to));
            }
        }
    }

    private record Place(Sets array, ArraySpec spec, int shift) {}

    /** The array of a level with the largest size that is no larger than the page. */
    private Optional<Place> place(int level, ReferenceKind kind, int pageShift) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            ArraySpec spec = model.arrays().get(i);
            if (spec.level() == level && spec.kinds().contains(kind)) {
                for (int shift : spec.pageShifts()) {
                    if (shift <= pageShift) {
                        places.add(new Place(arrays.get(i), spec, shift));
                    }
                }
            }
        }
        return places.stream().max(Comparator.comparingInt(p -> p.shift));
    }

    private void walk(long address, int pageShift) {
        int leaf = 0;
        for (int level = 0; level < walk.length; level++) {
            if (walk[level] <= pageShift) {
                leaf = level;
            }
        }
        int from = walk.length;
        for (int level = walk.length - 1; level > leaf; level--) {
            if (isCached(level, address)) {
                from = level;
            }
        }
        if (from < walk.length) {
            cacheHits[from]++;
            cacheOf(from).orElseThrow().use(space, address, walk[from], false);
        }
        for (int level = from - 1; level >= leaf; level--) {
            reads[level]++;
            if (level > leaf) {
                int shift = walk[level];
                cacheOf(level).ifPresent(c -> c.insert(new Entry(space, false, address >>> shift, shift)));
            }
        }
    }

    private boolean isCached(int level, long address) {
        return cacheOf(level).stream()
                .flatMap(c -> c.sets.stream())
                .flatMap(List::stream)
                .flatMap(w -> w.entry.stream())
                .anyMatch(e -> e.shift == walk[level] && e.covers(space, address));
    }

    private Optional<Sets> cacheOf(int level) {
        for (int i = 0; i < caches.size(); i++) {
            if (model.walkCaches().get(i).levels().contains(level)) {
                return Optional.of(caches.get(i));
            }
        }
        return Optional.empty();
    }

    /** Entries that had to go for others, by array and behind them by walk cache. */
    long[] evictions() {
        return Stream.concat(arrays.stream(), caches.stream())
                .mapToLong(s -> s.evictions)
                .toArray();
    }

    void switchTo(int number) {
        space = number;
    }

    /** Removes what a predicate means, in all arrays and, by another, in all walk caches. */
    int invalidate(Predicate<Entry> translations, Predicate<Entry> tables) {
        caches.forEach(c -> c.remove(tables));
        return arrays.stream().mapToInt(a -> a.remove(translations)).sum();
    }
}
