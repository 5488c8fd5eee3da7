package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** A {@link Tlb} and a {@link NaiveTlb} that are given the same, one reference, switch or invalidation at a time. */
final class TwoTlbs {

    private static final List<ReferenceKind> KINDS = List.of(ReferenceKind.values());
    private static final int SPACES = 3;

    private final TlbModel model;
    private final PageSizes pages;
    private final long seed;
    private final Random random;
    private final Tlb tlb;
    private final NaiveTlb naive;
    private int step;
    private int space;
    private long address;

    TwoTlbs(TlbModel model, WalkShape shape, PageSizes pages, long seed) {
        this.model = model;
        this.pages = pages;
        this.seed = seed;
        this.random = new Random(seed);
        this.tlb = new Tlb(model, shape, pages, seed);
        this.naive = new NaiveTlb(model, shape, pages, seed);
    }

    /** Entries that had to go, by array and behind them by walk cache. */
    long[] evictions() {
        return naive.evictions();
    }

    /**
     * Compares them.
     *
     * @param addresses draws the next address, where it is not near the one before
     */
    void run(int steps, ToLongFunction<Random> addresses) {
        for (step = 0; step < steps; step++) {
            int dice = random.nextInt(1000);
            if (dice < 4) {
                space = random.nextInt(SPACES);
                tlb.switchTo(space);
                naive.switchTo(space);
            } else if (dice < 10) {
                invalidate();
            } else {
                address = dice < 300 ? address ^ random.nextInt(1 << 13) : addresses.applyAsLong(random);
                ReferenceKind kind = KINDS.get(random.nextInt(KINDS.size()));
                assertThat(tlb.access(address, kind.index()))
                        .as("seed %d, step %d: %s of %x in %s", seed, step, kind, address, model)
                        .isEqualTo(naive.access(address, kind));
            }
        }
        assertThat(tlb.walkReadsByLevel()).as("seed %d", seed).containsExactly(naive.reads);
        assertThat(tlb.walkCacheHitsByLevel()).as("seed %d", seed).containsExactly(naive.cacheHits);
    }

    private void invalidate() {
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
                .as("seed %d, step %d: %s of %x in %s", seed, step, done, address, model)
                .isEqualTo(expected);
    }
}
