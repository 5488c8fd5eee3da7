package dev.plumbline.inspector.reference.zone.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random allocations, frees, drains and isolations on a zone small enough to be walked after each of them: with holes, an unaligned start, a
 * CMA area, two CPUs and few enough pages for fallbacks, reserves and failures to be common.
 */
class RandomOperationsTest {

    private static final BuddyGeometry SMALL = new BuddyGeometry(6, 4, 4);
    private static final long START = 0x1003;
    private static final long END = 0x1200;
    private static final int CMA_FIRST = 0x1140;
    private static final int CMA_END = 0x1180;

    private static final List<Gfp> PATIENT =
            List.of(Gfp.KERNEL, Gfp.NOWAIT, Gfp.RECLAIMABLE, Gfp.HIGHUSER_MOVABLE, Gfp.TRANSHUGE_LIGHT);
    private static final List<Gfp> ALL =
            Stream.concat(PATIENT.stream(), Stream.of(Gfp.ATOMIC)).toList();

    private final long[] livePfns = new long[1024];
    private final int[] liveOrders = new int[1024];
    private int live;
    private long allocated;
    private long failures;

    static Stream<Arguments> rulesAndSeeds() {
        return KernelRules.ALL.stream().flatMap(rules -> Stream.of(1L, 20_261_122L)
                .flatMap(seed -> Stream.of(false, true).map(reserves -> Arguments.of(rules, seed, reserves))));
    }

    @ParameterizedTest(name = "{0}, seed {1}, reserves and isolation {2}")
    @MethodSource("rulesAndSeeds")
    void invariantsHoldAfterEveryStep(KernelRules rules, long seed, boolean reserves) {
        run(rules, seed, reserves, 12_500);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}, seed {1}, reserves and isolation {2}")
    @MethodSource("rulesAndSeeds")
    void invariantsHoldAfterEveryOfMillionsOfSteps(KernelRules rules, long seed, boolean reserves) {
        run(rules, seed ^ 0x5bd1e995, reserves, 750_000);
    }

    private void run(KernelRules rules, long seed, boolean reserves, int steps) {
        ZoneAllocator zone = zone(rules);
        long managed = boot(zone);
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));
        ZoneInvariants invariants = new ZoneInvariants(zone, rules, managed, reserves);
        SplittableRandom random = new SplittableRandom(seed);
        int step = 0;
        try {
            invariants.hold(0);
            for (step = 1; step <= steps; step++) {
                operate(machine, zone, random, reserves);
                invariants.hold(allocated);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("rules of " + rules.release() + ", seed " + seed + ", step " + step, e);
        }
        AllocatorCounters done = zone.counters();
        assertThat(done.merges()).isPositive();
        assertThat(done.claims()).as("claims").isPositive();
        assertThat(done.refills()).isPositive();
        assertThat(done.drains()).isPositive();
        assertThat(failures).as("failed requests").isPositive();
        releaseAll(machine, zone, invariants, managed);
    }

    private void releaseAll(Machine machine, ZoneAllocator zone, ZoneInvariants invariants, long managed) {
        while (live > 0) {
            freeOne(machine, 0, live - 1);
        }
        zone.drainAll();
        invariants.hold(0);
        assertThat(zone.zone().freePages()).isEqualTo(managed);
    }

    private static ZoneAllocator zone(KernelRules rules) {
        ZoneMarks marks = new ZoneMarks(20, 30, 40, List.of());
        PerCpuLimits limits = new PerCpuLimits(4, 16, 48, false);
        ZoneSpec spec = new ZoneSpec(0, ZoneClass.NORMAL, START, END, END - START - 24, marks, limits, 2, 2);
        return new ZoneAllocator(spec, SMALL, rules);
    }

    private static long boot(ZoneAllocator zone) {
        BootRelease.release(zone, START + 2, 0x1100);
        BootRelease.release(zone, 0x1116, CMA_FIRST);
        BootRelease.release(zone, CMA_END, END);
        for (long block = CMA_FIRST; block < CMA_END; block += 1 << SMALL.pageblockOrder()) {
            zone.releaseCma(block);
        }
        return END - START - 2 - 0x16;
    }

    private void operate(Machine machine, ZoneAllocator zone, SplittableRandom random, boolean reserves) {
        int what = random.nextInt(1000);
        int cpu = random.nextInt(2);
        if (what < 2) {
            zone.drainAll();
        } else if (what < 6 && reserves) {
            isolateOrPutBack(zone, random);
        } else if (live == livePfns.length || (live > 0 && what < 490)) {
            freeOne(machine, cpu, random.nextInt(live));
        } else {
            allocateOne(machine, cpu, random, reserves ? ALL : PATIENT);
        }
    }

    private void allocateOne(Machine machine, int cpu, SplittableRandom random, List<Gfp> kinds) {
        int order = Math.min(SMALL.maxOrder(), Integer.numberOfTrailingZeros(random.nextInt() | 1 << 7));
        Gfp gfp = kinds.get(random.nextInt(kinds.size()));
        long pfn = machine.allocate(0, cpu, order, gfp);
        if (pfn == BuddyZone.NONE) {
            failures++;
            return;
        }
        livePfns[live] = pfn;
        liveOrders[live++] = order;
        allocated += 1L << order;
    }

    private void freeOne(Machine machine, int cpu, int which) {
        long pfn = livePfns[which];
        int order = liveOrders[which];
        live--;
        livePfns[which] = livePfns[live];
        liveOrders[which] = liveOrders[live];
        machine.free(cpu, pfn, order);
        allocated -= 1L << order;
    }

    private static void isolateOrPutBack(ZoneAllocator zone, SplittableRandom random) {
        long pfn = START + random.nextLong(END - START);
        if (zone.zone().pageblockType(pfn) == MigrateType.ISOLATE) {
            zone.putBack(pfn, MigrateType.MOVABLE);
        } else if (zone.zone().pageblockType(pfn).isMergeable()) {
            zone.isolate(pfn);
        }
    }
}
