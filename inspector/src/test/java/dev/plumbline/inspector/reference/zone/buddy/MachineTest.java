package dev.plumbline.inspector.reference.zone.buddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which zone serves a request, and when none does; the numbers are worked out by hand from the rules that each test names. */
class MachineTest {

    private static final BuddyGeometry GEOMETRY = new BuddyGeometry(10, 9, 9);
    /** No per-CPU lists: every request meets the free areas. */
    private static final PerCpuLimits DIRECT = new PerCpuLimits(1, 0, 0, false);

    static Stream<KernelRules> allRules() {
        return KernelRules.ALL.stream();
    }

    private static ZoneAllocator zone(
            KernelRules rules, int node, ZoneClass zoneClass, long start, long pages, ZoneMarks marks) {
        ZoneSpec spec = new ZoneSpec(node, zoneClass, start, start + pages, pages, marks, DIRECT, 1, 0);
        ZoneAllocator zone = new ZoneAllocator(spec, GEOMETRY, rules);
        BootRelease.release(zone, start, start + pages);
        return zone;
    }

    private static int takeAll(Machine machine, int order, Gfp gfp) {
        int taken = 0;
        while (machine.allocate(0, 0, order, gfp) != BuddyZone.NONE) {
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void bootLeavesTheLargestBlocksInAddressOrder(KernelRules rules) {
        ZoneAllocator zone = zone(rules, 0, ZoneClass.NORMAL, 0x1003, 0x1000, ZoneMarks.NONE);

        assertThat(zone.zone().freePages()).isEqualTo(0x1000);
        assertThat(zone.zone().freeList(10, MigrateType.MOVABLE)).containsExactly(0x1400, 0x1800, 0x1c00);
        assertThat(zone.zone().freeList(0, MigrateType.MOVABLE)).containsExactly(0x1003, 0x2002);
        assertThat(zone.zone().freeList(9, MigrateType.MOVABLE)).containsExactly(0x1200);
        assertThat(zone.shownFreePages()).isEqualTo(0x1000);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void aRequestThatMayWaitStopsAboveTheMinWatermark(KernelRules rules) {
        ZoneAllocator zone = zone(rules, 0, ZoneClass.NORMAL, 0x4000, 2048, new ZoneMarks(64, 80, 96, List.of()));
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));

        // __zone_watermark_ok(): free pages must exceed the mark before the page is taken.
        assertThat(takeAll(machine, 0, Gfp.KERNEL)).isEqualTo(2048 - 64);
        // __GFP_HIGH halves the mark and not blocking takes a quarter more off it: 64 - 32 - 8 = 24.
        assertThat(takeAll(machine, 0, Gfp.ATOMIC)).isEqualTo(64 - 24);
        assertThat(zone.zone().freePages()).isEqualTo(24);
        assertThat(machine.failures()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void lowerZonesKeepTheirReserveFromRequestsThatCouldGoHigher(KernelRules rules) {
        ZoneAllocator dma =
                zone(rules, 0, ZoneClass.DMA, 0x400, 1024, new ZoneMarks(0, 0, 0, List.of(0L, 0L, 300L, 300L, 300L)));
        ZoneAllocator normal = zone(rules, 0, ZoneClass.NORMAL, 0x4000, 1024, ZoneMarks.NONE);
        Machine machine = new Machine(List.of(dma, normal), List.of(List.of(1, 0)));

        assertThat(takeAll(machine, 0, Gfp.KERNEL)).isEqualTo(1024 + (1024 - 300));
        assertThat(normal.zone().freePages()).isZero();
        assertThat(dma.zone().freePages()).isEqualTo(300);
        assertThat(takeAll(machine, 0, Gfp.KERNEL.below(ZoneClass.DMA))).isEqualTo(300);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void aNodeGoesToTheNextOneWhenItsOwnZonesAreBelowTheLowWatermark(KernelRules rules) {
        ZoneMarks marks = new ZoneMarks(10, 20, 30, List.of());
        ZoneAllocator here = zone(rules, 0, ZoneClass.NORMAL, 0x4000, 1024, marks);
        ZoneAllocator there = zone(rules, 1, ZoneClass.NORMAL, 0x8000, 1024, marks);
        Machine machine = new Machine(List.of(here, there), List.of(List.of(0, 1), List.of(1, 0)));

        for (int i = 0; i < 1024 - 20; i++) {
            assertThat(machine.zoneOf(machine.allocate(0, 0, 0, Gfp.KERNEL))).isSameAs(here);
        }
        assertThat(machine.zoneOf(machine.allocate(0, 0, 0, Gfp.KERNEL))).isSameAs(there);
        assertThat(machine.zoneOf(machine.allocate(1, 0, 0, Gfp.KERNEL))).isSameAs(there);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void normalSpillsIntoDma32RatherThanMixTypes(KernelRules rules) {
        ZoneAllocator dma32 = zone(rules, 0, ZoneClass.DMA32, 0x4000, 1024, ZoneMarks.NONE);
        ZoneAllocator normal = zone(rules, 0, ZoneClass.NORMAL, 0x100000, 1024, ZoneMarks.NONE);
        Machine machine = new Machine(List.of(dma32, normal), List.of(List.of(1, 0)));

        // A pageblock and more is free: taking it over does not mix types.
        long first = machine.allocate(0, 0, 0, Gfp.HIGHUSER_MOVABLE);
        assertThat(machine.zoneOf(first)).isSameAs(normal);
        // The rest of Normal has no whole free pageblock once one page of each is in use.
        machine.allocate(0, 0, 9, Gfp.HIGHUSER_MOVABLE);
        long unmovable = machine.allocate(0, 0, 0, Gfp.KERNEL);
        assertThat(machine.zoneOf(unmovable)).isSameAs(dma32);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void movableRequestsPreferCmaWhenItIsMoreThanHalfOfWhatIsFree(KernelRules rules) {
        ZoneSpec spec = new ZoneSpec(0, ZoneClass.NORMAL, 0x4000, 0x4800, 1536, ZoneMarks.NONE, DIRECT, 1, 0);
        ZoneAllocator zone = new ZoneAllocator(spec, GEOMETRY, rules);
        BootRelease.release(zone, 0x4000, 0x4200);
        // As large as the largest block: before 6.1 nothing smaller was kept from merging.
        zone.releaseCma(0x4400);
        zone.releaseCma(0x4600);
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));

        assertThat(zone.zone().pageblockType(machine.allocate(0, 0, 0, Gfp.HIGHUSER_MOVABLE)))
                .isEqualTo(MigrateType.CMA);
        // An unmovable request never gets a CMA page, however many there are.
        assertThat(takeAll(machine, 0, Gfp.KERNEL)).isLessThanOrEqualTo(512);
        assertThat(zone.zone().freeBlocks(9, MigrateType.CMA)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void anAtomicHighOrderRequestUnderPressureReservesItsPageblock(KernelRules rules) {
        // 1 % of 102400 pages is two pageblocks, of which every release lets one be reserved.
        ZoneAllocator zone =
                zone(rules, 0, ZoneClass.NORMAL, 0x40000, 102_400, new ZoneMarks(90_000, 95_000, 100_000, List.of()));
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));
        takeAll(machine, 10, Gfp.KERNEL);
        assertThat(zone.highatomicPages()).isZero();

        long pfn = machine.allocate(0, 0, 4, Gfp.ATOMIC);

        assertThat(zone.zone().pageblockType(pfn)).isEqualTo(MigrateType.HIGHATOMIC);
        assertThat(zone.highatomicPages()).isEqualTo(512);
        assertThat(zone.zone().freeBlocks(4, MigrateType.HIGHATOMIC)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void isolatedPagesServeNobodyAndComeBack(KernelRules rules) {
        ZoneAllocator zone = zone(rules, 0, ZoneClass.NORMAL, 0x4000, 1024, ZoneMarks.NONE);
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));

        assertThat(zone.isolate(0x4200)).isTrue();
        assertThat(zone.exactFreePages()).isEqualTo(512);
        assertThat(zone.zone().freeBlocks(9, MigrateType.ISOLATE)).isEqualTo(1);
        assertThat(machine.allocate(0, 0, 10, Gfp.KERNEL)).isEqualTo(BuddyZone.NONE);
        assertThat(takeAll(machine, 9, Gfp.KERNEL)).isEqualTo(1);
        machine.free(0, 0x4000, 9);

        assertThat(zone.putBack(0x4200, MigrateType.MOVABLE)).isTrue();
        assertThat(zone.exactFreePages()).isEqualTo(1024);
        assertThat(zone.zone().freeBlocks(10)).isEqualTo(1);
    }

    @Test
    void countsWhatTheFreeAreasGiveAndTake() {
        PerCpuLimits limits = new PerCpuLimits(4, 8, 8, false);
        ZoneSpec spec = new ZoneSpec(0, ZoneClass.NORMAL, 0x4000, 0x4400, 1024, ZoneMarks.NONE, limits, 1, 0);
        ZoneAllocator zone = new ZoneAllocator(spec, GEOMETRY, KernelRules.V6_1);
        BootRelease.release(zone, 0x4000, 0x4400);
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));
        assertThat(zone.counters().frees()).isEqualTo(1);

        long pfn = machine.allocate(0, 0, 0, Gfp.HIGHUSER_MOVABLE);

        // A refill of four pages: ten splits for the first, none, one and none for the others.
        assertThat(zone.counters()).isEqualTo(new AllocatorCounters(11, 0, 4, 1, 0, 0, 1, 0));
        machine.free(0, pfn, 0);
        zone.drainAll();
        assertThat(zone.counters().frees()).isEqualTo(1 + 4);
        assertThat(zone.counters().merges()).isEqualTo(11);
        assertThat(zone.zone().freeBlocks(10)).isEqualTo(1);
    }

    @Test
    void whatWasNotAllocatedIsNotFreed() {
        ZoneAllocator zone = zone(KernelRules.V6_12, 0, ZoneClass.NORMAL, 0x4000, 1024, ZoneMarks.NONE);
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));
        long pfn = machine.allocate(0, 0, 2, Gfp.KERNEL);

        assertThatThrownBy(() -> machine.free(0, pfn, 3))
                .hasMessage("no block of order 3 in use starts at frame 0x4000");
        assertThatThrownBy(() -> machine.free(0, pfn + 1, 0)).hasMessageContaining("0x4001");
        assertThatThrownBy(() -> machine.free(0, 0x9000, 0)).hasMessage("no zone spans frame 0x9000");
        machine.free(0, pfn, 2);
        assertThatThrownBy(() -> machine.free(0, pfn, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> zone.release(0x4000, 10))
                .hasMessage("frame 0x4000 has been given to the allocator before");
    }
}
