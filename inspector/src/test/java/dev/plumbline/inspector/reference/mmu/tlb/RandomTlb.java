package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws TLBs of any geometry. */
final class RandomTlb {

    private static final List<Integer> SHIFTS = List.of(12, 16, 21, 25, 30);

    private static final List<Replacement> REPLACEMENTS = List.of(Replacement.values());

    private final Random random;

    RandomTlb(Random random) {
        this.random = random;
    }

    TlbModel model() {
        List<ArraySpec> arrays = new ArrayList<>();
        int levels = 1 + random.nextInt(3);
        for (int level = 1; level <= levels; level++) {
            for (Set<ReferenceKind> kinds : division()) {
                arrays.addAll(arrays(level, kinds));
            }
        }
        return new TlbModel(
                "random", "drawn", "any", arrays, walkCaches(), random.nextInt(3) == 0, List.of(), List.of());
    }

    WalkShape shape() {
        return random.nextBoolean() ? WalkShape.of(12, 21, 30, 39) : WalkShape.of(12, 21, 30, 39, 48);
    }

    private List<Set<ReferenceKind>> division() {
        return switch (random.nextInt(3)) {
            case 0 -> List.of(ArraySpec.UNIFIED);
            case 1 -> List.of(ArraySpec.CODE, ArraySpec.DATA);
            default -> List.of(ArraySpec.CODE, EnumSet.of(ReferenceKind.LOAD), EnumSet.of(ReferenceKind.STORE));
        };
    }

    /** Sizes dealt to one to three arrays; the smallest size is always held at the first level. */
    private List<ArraySpec> arrays(int level, Set<ReferenceKind> kinds) {
        List<Integer> sizes = new ArrayList<>(SHIFTS);
        Collections.shuffle(sizes, random);
        List<List<Integer>> hands = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            hands.add(new ArrayList<>());
        }
        for (int size : sizes) {
            if (random.nextInt(4) > 0 || (size == SHIFTS.get(0) && level == 1)) {
                hands.get(random.nextInt(hands.size())).add(size);
            }
        }
        List<ArraySpec> arrays = new ArrayList<>();
        for (List<Integer> hand : hands) {
            if (!hand.isEmpty()) {
                Replacement replacement = replacement();
                arrays.add(new ArraySpec(
                        "L" + level,
                        level,
                        kinds,
                        hand,
                        1 << random.nextInt(4),
                        ways(replacement),
                        random.nextBoolean() ? SetIndex.LINEAR : SetIndex.XOR_FOLDED,
                        replacement));
            }
        }
        return arrays;
    }

    private List<WalkCacheSpec> walkCaches() {
        List<WalkCacheSpec> caches = new ArrayList<>();
        if (random.nextBoolean()) {
            caches.add(walkCache(List.of(1, 2, 3, 4)));
        } else {
            for (int level = 1; level <= 4; level++) {
                if (random.nextBoolean()) {
                    caches.add(walkCache(List.of(level)));
                }
            }
        }
        return caches;
    }

    private WalkCacheSpec walkCache(List<Integer> levels) {
        Replacement replacement = replacement();
        return new WalkCacheSpec("walk", levels, 1 << random.nextInt(3), ways(replacement), replacement);
    }

    private Replacement replacement() {
        return REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size()));
    }

    private int ways(Replacement replacement) {
        return replacement == Replacement.TREE_PLRU
                ? 1 << random.nextInt(6)
                : 1 + random.nextInt(1 << random.nextInt(7));
    }
}
