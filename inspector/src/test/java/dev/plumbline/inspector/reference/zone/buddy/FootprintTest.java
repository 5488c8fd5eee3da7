package dev.plumbline.inspector.reference.zone.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the allocator costs: nothing for an operation, a byte a frame for a terabyte that is free. */
class FootprintTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long START = 1L << 20;

    private static ZoneAllocator zone(long frames) {
        ZoneSpec spec = new ZoneSpec(
                0,
                ZoneClass.NORMAL,
                START,
                START + frames,
                frames,
                new ZoneMarks(100, 125, 150, List.of()),
                new PerCpuLimits(63, 4000, 8000, true),
                1,
                32);
        return new ZoneAllocator(spec, BuddyGeometry.USUAL, KernelRules.V6_12);
    }

    @Test
    void operationsAllocateNothing() {
        ZoneAllocator zone = zone(1 << 16);
        BootRelease.release(zone, START, START + (1 << 16));
        Machine machine = new Machine(List.of(zone), List.of(List.of(0)));
        long[] blocks = new long[4096];
        churn(machine, blocks);
        churn(machine, blocks);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        churn(machine, blocks);
        long after = THREADS.getCurrentThreadAllocatedBytes();

        // Reading the counter may itself allocate; twelve thousand operations of one object each would be far more.
        assertThat(after - before).isLessThan(4096);
    }

    private static void churn(Machine machine, long[] blocks) {
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = machine.allocate(0, 0, i % 5 == 0 ? 4 : 0, i % 3 == 0 ? Gfp.KERNEL : Gfp.HIGHUSER_MOVABLE);
        }
        for (int i = blocks.length - 1; i >= 0; i--) {
            machine.free(0, blocks[i], i % 5 == 0 ? 4 : 0);
        }
    }

    @Test
    void aTerabyteIsSetUpInLittleTimeAndSpace() {
        long frames = 1L << 28;
        long before = THREADS.getCurrentThreadAllocatedBytes();

        ZoneAllocator zone = Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            ZoneAllocator made = zone(frames);
            BootRelease.release(made, START, START + frames);
            return made;
        });

        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(zone.zone().freePages()).isEqualTo(frames);
        assertThat(zone.zone().freeBlocks(10, MigrateType.MOVABLE)).isEqualTo(frames >> 10);
        assertThat(bytes).isBetween(frames, frames + frames / 16);
    }

    @Test
    void aZoneWithoutAnyLargeBlockTakesNineBytesAFrame() {
        int frames = 1 << 18;
        long before = THREADS.getCurrentThreadAllocatedBytes();

        ZoneAllocator zone = zone(frames);
        for (long pfn = START; pfn < START + frames; pfn += 2) {
            zone.release(pfn, 0);
        }

        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(zone.zone().freeBlocks(0)).isEqualTo(frames / 2);
        // Nine bytes a frame, and one chunk of links for the lists' ends whatever the zone's size.
        assertThat(bytes - (8L << 18)).isBetween(9L * frames, 10L * frames);
    }
}
