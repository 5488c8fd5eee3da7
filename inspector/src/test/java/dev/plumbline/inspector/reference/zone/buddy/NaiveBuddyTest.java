package dev.plumbline.inspector.reference.zone.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The allocator beside a bitmap that is searched linearly: they agree on whether a request succeeds, on the order of the block that is cut for
 * it, and on how many free blocks there are of each order.
 *
 * <p>Per-CPU lists are off (high 0, batch 1), so that every request meets the free areas.
 */
class NaiveBuddyTest {

    private static final BuddyGeometry GEOMETRY = new BuddyGeometry(8, 5, 5);
    private static final int START = 0x2000;
    private static final int FRAMES = 1500;
    private static final List<Gfp> KINDS = List.of(Gfp.KERNEL, Gfp.RECLAIMABLE, Gfp.HIGHUSER_MOVABLE);

    private record Block(int frame, int order) {}

    private final List<Block> live = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4711})
    void agreesOnSuccessAndOnTheOrderOfTheBlockUsed(long seed) {
        for (KernelRules rules : KernelRules.ALL) {
            run(rules, seed, List.of(Gfp.HIGHUSER_MOVABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4711})
    void agreesOnSuccessAndOnAllFreeBlocksWhereTypesAreMixed(long seed) {
        for (KernelRules rules : KernelRules.ALL) {
            run(rules, seed, KINDS);
        }
    }

    private void run(KernelRules rules, long seed, List<Gfp> kinds) {
        live.clear();
        ZoneSpec spec = new ZoneSpec(
                0,
                ZoneClass.NORMAL,
                START,
                START + FRAMES,
                FRAMES,
                ZoneMarks.NONE,
                new PerCpuLimits(1, 0, 0, false),
                1,
                0);
        ZoneAllocator zone = new ZoneAllocator(spec, GEOMETRY, rules);
        NaiveBuddy naive = new NaiveBuddy(FRAMES, GEOMETRY.maxOrder());
        BootRelease.release(zone, START, START + FRAMES);
        for (int frame = 0; frame < FRAMES; frame++) {
            naive.free(frame, 0);
        }
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));
        SplittableRandom random = new SplittableRandom(seed);
        int failures = 0;
        for (int step = 0; step < 6000; step++) {
            boolean frees = !live.isEmpty() && random.nextInt(100) < 47;
            if (frees) {
                Block block = live.remove(random.nextInt(live.size()));
                machine.free(0, START + block.frame(), block.order());
                naive.free(block.frame(), block.order());
            } else if (!allocate(machine, naive, random, kinds)) {
                failures++;
            }
            for (int order = 0; order <= GEOMETRY.maxOrder(); order++) {
                assertThat(zone.zone().freeBlocks(order))
                        .as("seed %d, step %d, order %d, rules of %s", seed, step, order, rules.release())
                        .isEqualTo(naive.blocks(order));
            }
        }
        assertThat(failures).isPositive();
    }

    /** Whether there was a block. */
    private boolean allocate(Machine machine, NaiveBuddy naive, SplittableRandom random, List<Gfp> kinds) {
        int order = Math.min(GEOMETRY.maxOrder(), Integer.numberOfTrailingZeros(random.nextInt() | 1 << 10));
        int expected = naive.smallestOrder(order);
        long splits = machine.counters().splits();
        long pfn = machine.allocate(0, 0, order, kinds.get(random.nextInt(kinds.size())));
        assertThat(pfn != BuddyZone.NONE).isEqualTo(expected != NaiveBuddy.NO_BLOCK);
        if (pfn == BuddyZone.NONE) {
            return false;
        }
        if (kinds.size() == 1) {
            assertThat(machine.counters().splits() - splits).as("splits").isEqualTo(expected - order);
        }
        naive.take((int) (pfn - START), order);
        live.add(new Block((int) (pfn - START), order));
        return true;
    }
}
