package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The TLB against {@link NaiveTlb}: random geometries, references, switches and invalidations, one by one. */
class TlbAgainstNaiveTest {

    private static final int GEOMETRIES = 300;
    private static final int STEPS = 10_000;
    private static final List<ReferenceKind> KINDS = List.of(ReferenceKind.values());
    private static final int SPACES = 3;

    @Test
    void everyReferenceIsServedByTheSameLevel() {
        long seed = System.nanoTime();
        for (int i = 0; i < GEOMETRIES; i++) {
            compare(seed + i);
        }
    }

    /** A seed that a failure printed goes here. */
    @Test
    void knownSeeds() {
        for (long seed = 1; seed <= 20; seed++) {
            compare(seed);
        }
    }

    private static void compare(long seed) {
        Random random = new Random(seed);
        RandomTlb draw = new RandomTlb(random);
        TlbModel model = draw.model();
        WalkShape shape = draw.shape();
        // A page's size is a matter of the gibibyte it lies in; the highest are global.
        int[] sizes = {12, 16, 21, 25, 30, 12, 12 | PageSizes.GLOBAL, 21 | PageSizes.GLOBAL};
        PageSizes pages = address -> sizes[(int) (address >>> 30) & 7];
        Tlb tlb = new Tlb(model, shape, pages, seed);
        NaiveTlb naive = new NaiveTlb(model, shape, pages, seed);
        int space = 0;
        long address = 0;
        for (int step = 0; step < STEPS; step++) {
            int dice = random.nextInt(1000);
            if (dice < 4) {
                space = random.nextInt(SPACES);
                tlb.switchTo(space);
                naive.switchTo(space);
            } else if (dice < 10) {
                invalidate(random, address, pages, space, tlb, naive, seed);
            } else {
                address = dice < 300 ? address ^ random.nextInt(1 << 13) : near(random);
                ReferenceKind kind = KINDS.get(random.nextInt(KINDS.size()));
                assertThat(tlb.access(address, kind.index()))
                        .as("seed %d, step %d: %s of %x in %s", seed, step, kind, address, model)
                        .isEqualTo(naive.access(address, kind));
            }
        }
        assertThat(tlb.walkReadsByLevel()).as("seed %d", seed).containsExactly(naive.reads);
        assertThat(tlb.walkCacheHitsByLevel()).as("seed %d", seed).containsExactly(naive.cacheHits);
    }

    /** A few dozen pages in each of eight gibibytes, in two places far apart. */
    private static long near(Random random) {
        long gibibyte = random.nextInt(8);
        int spread = 12 + random.nextInt(18);
        long offset = (random.nextInt(8) + 8L * random.nextInt(1 + random.nextInt(6))) << spread;
        return (random.nextInt(8) == 0 ? 0x7f00_0000_0000L : 0) + (gibibyte << 30) + (offset & ((1L << 30) - 1));
    }

    private static void invalidate(
            Random random, long address, PageSizes pages, int space, Tlb tlb, NaiveTlb naive, long seed) {
        int shift = pages.at(address) & PageSizes.SHIFT_MASK;
        int asid = random.nextInt(SPACES);
        long from = (address >>> shift) << shift;
        long to = from + ((1L << shift) - 1);
        Predicate<NaiveTlb.Entry> page = e -> e.touches(from, to);
        Predicate<NaiveTlb.Entry> global = NaiveTlb.Entry::global;
        Predicate<NaiveTlb.Entry> own = e -> !e.global() && e.space() == asid;
        Predicate<NaiveTlb.Entry> current = e -> !e.global() && e.space() == space;
        Predicate<NaiveTlb.Entry> all = e -> true;
        Predicate<NaiveTlb.Entry> none = e -> false;
        OptionalLong rs1 = OptionalLong.of(address);
        OptionalInt rs2 = OptionalInt.of(asid);
        int expected;
        Invalidation done;
        switch (random.nextInt(15)) {
            case 0 -> {
                done = Invalidation.invlpg(address, shift, space);
                expected = naive.invalidate(page.and(current.or(global)), current);
            }
            case 1 -> {
                done = Invalidation.invpcidAddress(address, shift, asid);
                expected = naive.invalidate(page.and(own), page.and(own));
            }
            case 2 -> {
                done = Invalidation.invpcidContext(asid);
                expected = naive.invalidate(own, own);
            }
            case 3 -> {
                done = Invalidation.invpcidAll();
                expected = naive.invalidate(all, all);
            }
            case 4 -> {
                done = Invalidation.invpcidAllNotGlobal();
                expected = naive.invalidate(global.negate(), global.negate());
            }
            case 5 -> {
                done = Invalidation.movToCr3(asid, false);
                expected = naive.invalidate(own, own);
            }
            case 6 -> {
                done = Invalidation.movToCr3(asid, true);
                expected = naive.invalidate(none, none);
            }
            case 7 -> {
                done = Invalidation.sfenceVma(OptionalLong.empty(), shift, OptionalInt.empty());
                expected = naive.invalidate(all, all);
            }
            case 8 -> {
                done = Invalidation.sfenceVma(OptionalLong.empty(), shift, rs2);
                expected = naive.invalidate(own, own);
            }
            case 9 -> {
                done = Invalidation.sfenceVma(rs1, shift, OptionalInt.empty());
                expected = naive.invalidate(page, none);
            }
            case 10 -> {
                done = Invalidation.sfenceVma(rs1, shift, rs2);
                expected = naive.invalidate(page.and(own), none);
            }
            case 11 -> {
                done = Invalidation.tlbiVae1(address, shift, asid);
                expected = naive.invalidate(page.and(own.or(global)), page.and(own.or(global)));
            }
            case 12 -> {
                done = Invalidation.tlbiVale1(address, shift, asid);
                expected = naive.invalidate(page.and(own.or(global)), none);
            }
            case 13 -> {
                done = Invalidation.tlbiVaae1(address, shift);
                expected = naive.invalidate(page, page);
            }
            default -> {
                done = Invalidation.tlbiAside1(asid);
                expected = naive.invalidate(own, own);
            }
        }
        assertThat(tlb.invalidate(done))
                .as("seed %d: %s of %x", seed, done, address)
                .isEqualTo(expected);
    }
}
