package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import java.util.SplittableRandom;

/**
 * Huge pages beside page cache. A process touches memory in bursts of huge pages, each of which falls back to single pages where
 * there is none without waiting (do_huge_pmd_anonymous_page, mm/huge_memory.c); files are read in between, and slabs grow slowly.
 * Every so often a process ends and gives all back. How many bursts still find huge pages is what the course shows.
 */
final class HugePageWorkload implements Workload {

    private static final int BURST = 8;
    private static final int READ_PAGES = 512;

    private final int hugeOrder;
    private final Blocks huge = new Blocks();
    private final Blocks small = new Blocks();
    private final Blocks slab = new Blocks();

    /** A kernel without huge pages would ask for blocks of a pageblock's size. */
    HugePageWorkload(SimulatedMachine machine) {
        hugeOrder = machine.geometry().hasHugeOrder()
                ? machine.geometry().hugeOrder()
                : machine.geometry().pageblockOrder();
    }

    @Override
    public boolean step(Requests requests) {
        SplittableRandom random = requests.random();
        requests.onSomeCpu();
        int kind = random.nextInt(100);
        if (kind < 30) {
            burst(requests);
        } else if (kind < 85) {
            for (int i = 0; i < READ_PAGES; i++) {
                requests.cache(0);
            }
        } else if (kind < 97) {
            for (int i = 0; i < 16 && slab.pages() < requests.managedPages() / 10; i++) {
                requests.allocateInto(slab, BootWorkload.order(random), Gfp.KERNEL);
            }
        } else {
            exit(requests);
        }
        requests.balance();
        return true;
    }

    private void burst(Requests requests) {
        for (int i = 0; i < BURST && huge.pages() + small.pages() < requests.managedPages() / 2; i++) {
            if (!requests.allocateInto(huge, hugeOrder, Gfp.TRANSHUGE_LIGHT)) {
                for (int page = 0; page < 1 << hugeOrder; page++) {
                    requests.allocateInto(small, 0, Gfp.HIGHUSER_MOVABLE);
                }
            }
        }
    }

    private void exit(Requests requests) {
        while (huge.size() > 0) {
            requests.free(huge.takeOldest());
        }
        while (small.size() > 0) {
            requests.free(small.takeOldest());
        }
    }
}
