package dev.plumbline.bench;

import dev.plumbline.inspector.reference.zone.buddy.BootRelease;
import dev.plumbline.inspector.reference.zone.buddy.BuddyGeometry;
import dev.plumbline.inspector.reference.zone.buddy.BuddyZone;
import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import dev.plumbline.inspector.reference.zone.buddy.Machine;
import dev.plumbline.inspector.reference.zone.buddy.PerCpuLimits;
import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import dev.plumbline.inspector.reference.zone.buddy.ZoneClass;
import dev.plumbline.inspector.reference.zone.buddy.ZoneMarks;
import dev.plumbline.inspector.reference.zone.buddy.ZoneSpec;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Allocations and frees in a zone of 16 GiB, half and half, one thread. An operation is one allocation or one free.
 *
 * <p>Beforehand a million blocks are allocated and every second one is freed, so that some gigabytes are in use everywhere in the zone and
 * its free lists are long. Then a table of 65536 further blocks is visited at random: what is there is freed, what is not is allocated.
 */
@State(Scope.Thread)
public class BuddyBenchmark {

    private static final int OPERATIONS = 1 << 16;
    private static final int RESIDENTS = 1 << 20;
    private static final int SLOTS = 1 << 16;
    private static final long START = 1L << 20;
    private static final long FRAMES = 1L << 22;

    /** The release whose rules apply. */
    @Param({"6.1", "6.12", "7.2"})
    public String rules = "6.12";

    /** Whether pages go through per-CPU lists, or every request meets the free areas. */
    @Param({"true", "false"})
    public boolean perCpuLists = true;

    private final long[] blocks = new long[SLOTS];
    private final byte[] orders = new byte[SLOTS];
    private final int[] visits = new int[OPERATIONS];
    private final Gfp[] kinds = {Gfp.KERNEL, Gfp.HIGHUSER_MOVABLE, Gfp.HIGHUSER_MOVABLE, Gfp.RECLAIMABLE};
    private Machine machine = machine();
    private SplittableRandom random = new SplittableRandom(16);

    private Machine machine() {
        KernelRules chosen = KernelRules.ALL.stream()
                .filter(each -> each.release().equals(rules))
                .findFirst()
                .orElseThrow();
        PerCpuLimits limits = perCpuLists ? new PerCpuLimits(63, 4000, 500_000, true) : new PerCpuLimits(1, 0, 0, true);
        ZoneSpec spec = new ZoneSpec(
                0,
                ZoneClass.NORMAL,
                START,
                START + FRAMES,
                FRAMES,
                new ZoneMarks(4000, 5000, 6000, List.of()),
                limits,
                1,
                32);
        ZoneAllocator zone = new ZoneAllocator(spec, BuddyGeometry.USUAL, chosen);
        BootRelease.release(zone, START, START + FRAMES);
        return new Machine(List.of(zone), List.of(List.of(0)));
    }

    /** Makes the zone and fills half of it. */
    @Setup
    public void fill() {
        machine = machine();
        random = new SplittableRandom(16);
        Arrays.fill(blocks, BuddyZone.NONE);
        long[] residents = new long[RESIDENTS];
        byte[] residentOrders = new byte[RESIDENTS];
        for (int i = 0; i < RESIDENTS; i++) {
            residentOrders[i] = order();
            residents[i] = machine.allocate(0, 0, residentOrders[i], kinds[i & 3]);
        }
        for (int i = 0; i < RESIDENTS; i++) {
            if (random.nextBoolean() && residents[i] != BuddyZone.NONE) {
                machine.free(0, residents[i], residentOrders[i]);
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            orders[slot] = order();
        }
    }

    /** Three of four are single pages, as in a kernel at work; the others get rarer with their order. */
    private byte order() {
        return (byte) (random.nextInt(4) != 0 ? 0 : Math.min(9, Integer.numberOfTrailingZeros(random.nextInt() | 512)));
    }

    /** Chooses what the next invocation visits, outside its time. */
    @Setup(org.openjdk.jmh.annotations.Level.Iteration)
    public void choose() {
        for (int i = 0; i < OPERATIONS; i++) {
            visits[i] = random.nextInt(SLOTS);
        }
    }

    /** As many operations as there are visits. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long mixed() {
        Machine asked = machine;
        for (int slot : visits) {
            long pfn = blocks[slot];
            if (pfn == BuddyZone.NONE) {
                blocks[slot] = asked.allocate(0, 0, orders[slot], kinds[slot & 3]);
            } else {
                asked.free(0, pfn, orders[slot]);
                blocks[slot] = BuddyZone.NONE;
            }
        }
        return asked.failures();
    }
}
