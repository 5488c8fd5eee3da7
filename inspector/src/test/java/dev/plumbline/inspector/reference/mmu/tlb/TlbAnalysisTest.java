package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sequences whose outcome follows from the policy alone. */
class TlbAnalysisTest {

    private static final int LOAD = ReferenceKind.LOAD.index();
    private static final WalkShape FOUR_LEVELS = WalkShape.of(12, 21, 30, 39);

    private static Tlb oneArray(int sets, int ways, Replacement replacement, int pageShift) {
        ArraySpec array =
                new ArraySpec("L1", 1, ArraySpec.UNIFIED, List.of(pageShift), sets, ways, SetIndex.LINEAR, replacement);
        TlbModel model =
                new TlbModel("one", "one array", "any", List.of(array), List.of(), false, List.of(), List.of());
        return new Tlb(model, FOUR_LEVELS, PageSizes.constant(pageShift), 1);
    }

    private static long walks(Tlb tlb) {
        return tlb.served(ReferenceKind.LOAD, tlb.levels());
    }

    /** Of n + 1 pages in turn, LRU and FIFO have always thrown out the one that comes. */
    @ParameterizedTest
    @EnumSource(
            value = Replacement.class,
            names = {"LRU", "FIFO"})
    void oneMorePageThanWaysAlwaysMisses(Replacement replacement) {
        for (int ways : List.of(1, 2, 3, 5, 12, 16, 17, 44, 72)) {
            Tlb tlb = oneArray(1, ways, replacement, 12);
            for (int i = 0; i < 50 * (ways + 1); i++) {
                tlb.access((long) (i % (ways + 1)) << 12, LOAD);
            }
            assertThat(walks(tlb)).as("%d ways", ways).isEqualTo(50L * (ways + 1));
        }
    }

    /** As many pages as entries fit whatever the policy: a free way is taken first. */
    @ParameterizedTest
    @EnumSource(Replacement.class)
    void whatIsWithinReachMissesOnce(Replacement replacement) {
        for (int pageShift : List.of(12, 21, 30)) {
            Tlb tlb = oneArray(16, 8, replacement, pageShift);
            for (int i = 0; i < 10 * 128; i++) {
                tlb.access((long) (i % 128) << pageShift, LOAD);
            }
            assertThat(walks(tlb)).isEqualTo(128);
        }
    }

    /** Pages 16 apart share a set of 16 sets: four ways hold four of them, however much is free elsewhere. */
    @Test
    void pagesOfOneSetContend() {
        Tlb tlb = oneArray(16, 4, Replacement.LRU, 12);
        for (int i = 0; i < 100; i++) {
            tlb.access((i % 5L) << 16, LOAD);
        }
        assertThat(walks(tlb)).isEqualTo(100);
    }

    /**
     * The tree over four ways, by hand. Filling a b c d leaves the root pointing left and the left node at a. Using a turns both
     * away: the victim is c, the older of the right half, though b is the least recently used of all.
     */
    @Test
    void treePseudoLruTakesTheOlderHalfsOlderWay() {
        Tlb tlb = oneArray(1, 4, Replacement.TREE_PLRU, 12);
        long a = 0x1000;
        long b = 0x2000;
        long c = 0x3000;
        long d = 0x4000;
        for (long page : new long[] {a, b, c, d, a}) {
            tlb.access(page, LOAD);
        }
        tlb.access(0x5000, LOAD);
        assertThat(tlb.access(b, LOAD)).isZero();
        assertThat(tlb.access(a, LOAD)).isZero();
        assertThat(tlb.access(d, LOAD)).isZero();
        assertThat(tlb.access(c, LOAD)).isEqualTo(1);
    }

    /** With one page more than ways, random replacement misses with probability p where (1 - 1/n)^(misses between) = hit. */
    @Test
    void randomReplacementLetsSomeOfACycleSurvive() {
        int ways = 16;
        Tlb tlb = oneArray(1, ways, Replacement.RANDOM, 12);
        int references = 400_000;
        for (int i = 0; i < references; i++) {
            tlb.access((long) (i % (ways + 1)) << 12, LOAD);
        }
        double miss = (double) walks(tlb) / references;
        // A page survives a round in which m others miss with probability (1 - 1/n)^m, and m is n times the miss rate.
        assertThat(1 - miss).isCloseTo(Math.pow(1 - 1.0 / ways, ways * miss), within(0.03));
        assertThat(miss).isBetween(0.02, 0.5);
    }

    @Test
    void walksReadOneEntryALevelFromWhereACacheHelps() {
        ArraySpec tiny =
                new ArraySpec("L1", 1, ArraySpec.UNIFIED, List.of(12, 21, 30), 1, 1, SetIndex.LINEAR, Replacement.LRU);
        WalkCacheSpec pde = new WalkCacheSpec("PDE cache", List.of(1), 1, 4, Replacement.LRU);
        TlbModel model = new TlbModel("tiny", "tiny", "any", List.of(tiny), List.of(pde), false, List.of(), List.of());
        Tlb tlb = new Tlb(model, FOUR_LEVELS, a -> a < 1L << 30 ? 12 : a < 2L << 30 ? 21 : 30, 1);
        tlb.access(0x1000, LOAD);
        assertThat(tlb.walkReadsByLevel()).containsExactly(1, 1, 1, 1);
        tlb.access(0x2000, LOAD);
        assertThat(tlb.walkReadsByLevel()).containsExactly(2, 1, 1, 1);
        assertThat(tlb.walkCacheHitsByLevel()).containsExactly(0, 1, 0, 0);
        tlb.access(1L << 30, LOAD);
        assertThat(tlb.walkReadsByLevel()).containsExactly(2, 2, 2, 2);
        tlb.access(2L << 30, LOAD);
        assertThat(tlb.walkReadsByLevel()).containsExactly(2, 2, 3, 3);
        assertThat(tlb.walkReads()).isEqualTo(10);
    }

    @Test
    void aReferenceCountsOnEveryPageItTouches() {
        ArraySpec array =
                new ArraySpec("L1", 1, ArraySpec.UNIFIED, List.of(12, 21), 1, 8, SetIndex.LINEAR, Replacement.LRU);
        TlbModel model = new TlbModel("one", "one", "any", List.of(array), List.of(), false, List.of(), List.of());
        PageMap map = new PageMap(List.of(new PageMap.Range(0x200000, 0x400000, 21, 0)), 12);
        TraceRun run = new TraceRun(model, FOUR_LEVELS, map, 1);
        run.reference(0x1ffc, 4, LOAD);
        assertThat(run.crossings()).isZero();
        run.reference(0x1ffd, 4, LOAD);
        assertThat(run.crossings()).isEqualTo(1);
        run.reference(0x200ffd, 8, LOAD);
        assertThat(run.crossings()).as("inside a 2M page").isEqualTo(1);
        run.reference(0x1fffff, 2, LOAD);
        assertThat(run.crossings()).as("from a 4K page into a 2M one").isEqualTo(2);
        run.reference(0x10000, 1 << 14, LOAD);
        assertThat(run.crossings()).as("four pages").isEqualTo(5);
        assertThat(run.tlb().references(ReferenceKind.LOAD)).isEqualTo(10);
        assertThat(run.served(1, ReferenceKind.LOAD, 0) + run.served(1, ReferenceKind.LOAD, 1))
                .isEqualTo(2);
    }
}
