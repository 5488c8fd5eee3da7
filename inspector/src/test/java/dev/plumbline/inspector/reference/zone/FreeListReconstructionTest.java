package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeListReconstructionTest {

    private static final int ORDERS = 11;

    @Test
    void cutsARunAtItsAlignment() {
        FreeListReconstruction lists = of(new ZoneSpan(0, "DMA", 1, 4096));

        lists.freeRun(1, 16);

        assertThat(lists.freeBlocksByOrder(0)).containsExactly(1L, 1L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void cutsAtTheHighestOrder() {
        FreeListReconstruction lists = of(new ZoneSpan(0, "Normal", 0, 1 << 20));

        lists.freeRun(0, 5 * 1024 + 512);

        assertThat(lists.freeBlocksByOrder(0)).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 5L);
    }

    @Test
    void cutsWhereAZoneEndsAlthoughTheRunGoesOn() {
        ZoneSpan normal = new ZoneSpan(0, "Normal", 4096, 224254);
        ZoneSpan highMem = new ZoneSpan(0, "HighMem", 224254, 327645);
        FreeListReconstruction lists = of(normal, highMem);

        lists.freeRun(224252, 224256);

        assertThat(lists.freeBlocksByOrder(0)).startsWith(0L, 1L, 0L);
        assertThat(lists.freeBlocksByOrder(1)).startsWith(0L, 1L, 0L);
    }

    @Test
    void countsFreeFramesOutsideEveryZoneForNobody() {
        FreeListReconstruction lists = of(new ZoneSpan(0, "DMA", 16, 32));

        lists.freeRun(0, 8);
        lists.freeRun(64, 128);

        assertThat(lists.freeBlocksByOrder(0)).containsOnly(0L);
    }

    @Test
    void refusesRunsOutOfOrder() {
        FreeListReconstruction lists = of(new ZoneSpan(0, "DMA", 0, 4096));
        lists.freeRun(8, 16);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> lists.freeRun(4, 6))
                .withMessageContaining("run 4-6 behind 16");
    }

    /** The oracle frees and allocates single pages by the allocator's own rule: merge with the buddy while it is free. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_260_101, 977})
    void equalsAnAllocatorThatMergesStepByStep(long seed) {
        Random random = new Random(seed);
        int start = 1 + random.nextInt(3000);
        int end = start + 2000 + random.nextInt(6000);
        MergingAllocator allocator = new MergingAllocator(start, end);
        List<Integer> frames = new ArrayList<>();
        for (int pfn = start; pfn < end; pfn++) {
            frames.add(pfn);
        }
        Collections.shuffle(frames, random);
        frames.subList(0, frames.size() * (50 + random.nextInt(50)) / 100).forEach(allocator::free);

        FreeListReconstruction lists = of(new ZoneSpan(0, "Normal", start, end));
        for (int run = allocator.free.nextSetBit(0); run >= 0; ) {
            int runEnd = allocator.free.nextClearBit(run);
            lists.freeRun(run, runEnd);
            run = allocator.free.nextSetBit(runEnd);
        }

        assertThat(lists.freeBlocksByOrder(0)).as("seed %d", seed).isEqualTo(allocator.countsByOrder());
    }

    private static FreeListReconstruction of(ZoneSpan... spans) {
        return new FreeListReconstruction(
                FrameOwners.settle(List.of(spans), List.of(), List.of()), spans.length, ORDERS);
    }

    private static final class MergingAllocator {

        private final int start;
        private final int end;
        private final Map<Integer, Integer> orderOfHead = new HashMap<>();
        private final BitSet free = new BitSet();

        MergingAllocator(int start, int end) {
            this.start = start;
            this.end = end;
        }

        void free(int page) {
            free.set(page);
            int pfn = page;
            int order = 0;
            while (order < ORDERS - 1) {
                int buddy = pfn ^ (1 << order);
                Integer buddyOrder = orderOfHead.get(buddy);
                if (buddyOrder == null || buddyOrder != order || buddy < start || buddy >= end) {
                    break;
                }
                orderOfHead.remove(buddy);
                pfn &= buddy;
                order++;
            }
            orderOfHead.put(pfn, order);
        }

        List<Long> countsByOrder() {
            long[] counts = new long[ORDERS];
            orderOfHead.values().forEach(order -> counts[order]++);
            return Arrays.stream(counts).boxed().toList();
        }
    }
}
