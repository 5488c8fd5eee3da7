package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.BuddyZone;
import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import dev.plumbline.inspector.reference.zone.buddy.Machine;
import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import java.util.SplittableRandom;

/**
 * A machine as a workload uses it: it asks for pages and gives them back, and page cache is dropped where pages are short. The
 * cache is what the simulator has of reclaim: its oldest blocks go when a request fails or a zone is below its low watermark, until
 * the zone is above the high one (balance_pgdat, mm/vmscan.c, does so with the inactive list).
 */
final class Requests {

    private static final int DROPPED_FOR_A_REQUEST = 512;

    private final Machine machine;
    private final int cpus;
    private final int nodes;
    private final SplittableRandom random;
    private final Blocks cache = new Blocks();
    private long asked;
    private long given;
    private long failed;
    private long inUse;
    private int cpu;

    Requests(SimulatedMachine simulated, long seed) {
        machine = simulated.machine();
        cpus = simulated.cpus();
        nodes = (int) machine.zones().stream()
                .mapToInt(z -> z.spec().node())
                .distinct()
                .count();
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    /** Allocations that were asked for, and blocks given back. */
    long operations() {
        return asked + given;
    }

    long asked() {
        return asked;
    }

    long failed() {
        return failed;
    }

    /** Pages that were handed out and not given back. */
    long pagesInUse() {
        return inUse;
    }

    /** Pages of all zones that the allocator was given. */
    long managedPages() {
        return machine.zones().stream().mapToLong(z -> z.spec().managedPages()).sum();
    }

    /** Free pages of all zones. */
    long freePages() {
        return machine.zones().stream().mapToLong(z -> z.zone().freePages()).sum();
    }

    /** What follows runs on some CPU. */
    void onSomeCpu() {
        cpu = random.nextInt(cpus);
    }

    /** What follows runs on that CPU, or on the one that stands for it on a machine of fewer. */
    void onCpu(int number) {
        cpu = number % cpus;
    }

    /** Asks for a block; drops page cache and asks again if there is none and the caller can wait. */
    long allocate(int order, Gfp gfp) {
        asked++;
        long pfn = machine.allocate(cpu % nodes, cpu, order, gfp);
        if (pfn == BuddyZone.NONE && gfp.mayBlock() && cache.size() > 0) {
            drop(DROPPED_FOR_A_REQUEST);
            pfn = machine.allocate(cpu % nodes, cpu, order, gfp);
        }
        if (pfn == BuddyZone.NONE) {
            failed++;
        } else {
            inUse += 1L << order;
        }
        return pfn;
    }

    /** Asks for a block that is kept in a set. */
    boolean allocateInto(Blocks set, int order, Gfp gfp) {
        long pfn = allocate(order, gfp);
        if (pfn != BuddyZone.NONE) {
            set.add(pfn, order);
        }
        return pfn != BuddyZone.NONE;
    }

    void free(long block) {
        given++;
        inUse -= 1L << Blocks.order(block);
        machine.free(cpu, Blocks.pfn(block), Blocks.order(block));
    }

    /** Reads a file in. */
    void cache(int order) {
        allocateInto(cache, order, Gfp.HIGHUSER_MOVABLE);
    }

    Blocks cache() {
        return cache;
    }

    /** What kswapd does between requests. */
    void balance() {
        for (ZoneAllocator zone : machine.zones()) {
            if (zone.shownFreePages() < zone.spec().marks().low()) {
                while (cache.size() > 0
                        && machine.zones().stream().anyMatch(Requests::isBelowHigh)
                        && drop(DROPPED_FOR_A_REQUEST) > 0) {
                    onSomeCpu();
                }
                return;
            }
        }
    }

    private static boolean isBelowHigh(ZoneAllocator zone) {
        return zone.shownFreePages() < zone.spec().marks().high();
    }

    private int drop(int blocks) {
        int left = Math.min(blocks, cache.size());
        for (int i = 0; i < left; i++) {
            free(cache.takeOldest());
        }
        return left;
    }
}
