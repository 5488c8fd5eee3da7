package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The TLB against {@link NaiveTlb}: references, switches and invalidations at random, one by one. */
class TlbAgainstNaiveTest {

    static final List<TlbModel> PRESETS = TlbModels.ALL;

    private static final int GEOMETRIES = 300;
    private static final int STEPS = 10_000;
    private static final int PRESET_STEPS = 20_000;
    private static final int GEOMETRY_STEPS = 3_000;

    /** A page's size is a matter of the region that it lies in; the highest are global. */
    private static final int[] SIZES = {12, 16, 21, 25, 30, 12, 12 | PageSizes.GLOBAL, 21 | PageSizes.GLOBAL};

    private static final int GIBIBYTE = 30;
    private static final int REGION = 36;

    @Test
    void randomModels() {
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
        RandomTlb draw = new RandomTlb(new Random(seed));
        new TwoTlbs(draw.model(), draw.shape(), address -> size(address, GIBIBYTE), seed)
                .run(STEPS, TlbAgainstNaiveTest::near);
    }

    private static int size(long address, int region) {
        return SIZES[(int) (address >>> region) & 7];
    }

    /** A few dozen pages in each of eight gibibytes, in two places far apart. */
    private static long near(Random random) {
        long gibibyte = random.nextInt(8);
        int spread = 12 + random.nextInt(18);
        long offset = (random.nextInt(8) + 8L * random.nextInt(1 + random.nextInt(6))) << spread;
        return (random.nextInt(8) == 0 ? 0x7f00_0000_0000L : 0)
                + (gibibyte << GIBIBYTE)
                + (offset & ((1L << GIBIBYTE) - 1));
    }

    /** Each array and each walk cache has to have let entries go, or its replacement was not compared. */
    @ParameterizedTest
    @FieldSource("PRESETS")
    void presets(TlbModel model) {
        WalkShape fiveLevels = WalkShape.of(12, 21, 30, 39, 48);
        TwoTlbs both = new TwoTlbs(model, fiveLevels, address -> size(address, REGION), 1);
        both.run(PRESET_STEPS, TlbAgainstNaiveTest::wide);
        assertThat(both.evictions()).as(model.name()).doesNotContain(0);
    }

    /** As many pages of each size as fill any array, the first ones most often; upper tables enough to fill any cache. */
    private static long wide(Random random) {
        long region = random.nextInt(8);
        int shift = size(region << REGION, REGION) & PageSizes.SHIFT_MASK;
        long page = (long) random.nextInt(1 << random.nextInt(14)) << random.nextInt(4);
        long place = random.nextInt(4) == 0 ? (long) random.nextInt(256) << 39 : 0;
        return place + (region << REGION) + ((page << shift) & ((1L << REGION) - 1));
    }

    /** One array of every shape, the folded and the plain, alone. */
    @ParameterizedTest
    @EnumSource
    void geometries(Replacement replacement) {
        int[] ways = replacement == Replacement.TREE_PLRU
                ? new int[] {1, 2, 4, 8, 16, 32, 64}
                : new int[] {1, 2, 3, 5, 12, 15, 16, 17, 24, 48, 72};
        for (int sets : new int[] {1, 2, 16, 128}) {
            for (int w : ways) {
                for (SetIndex index : SetIndex.values()) {
                    alone(sets, w, index, replacement);
                }
            }
        }
    }

    private static void alone(int sets, int ways, SetIndex index, Replacement replacement) {
        ArraySpec array =
                new ArraySpec("alone", 1, ArraySpec.UNIFIED, List.of(12, 21, 30), sets, ways, index, replacement);
        TlbModel model = new TlbModel("alone", "", "", List.of(array), List.of(), false, List.of(), List.of());
        TwoTlbs both = new TwoTlbs(model, WalkShape.of(12, 21, 30, 39), address -> size(address, REGION), ways);
        int setBits = Integer.numberOfTrailingZeros(sets);
        both.run(GEOMETRY_STEPS, random -> {
            long page = random.nextInt(2 * ways + 1);
            // As they follow, all in few sets, and all in few of a folded index.
            return (random.nextInt(8) == 0 ? 5L << REGION : 0)
                    + (((page << (setBits * random.nextInt(3))) + random.nextInt(2)) << 12);
        });
        assertThat(both.evictions()).as("%s", array).doesNotContain(0);
    }
}
