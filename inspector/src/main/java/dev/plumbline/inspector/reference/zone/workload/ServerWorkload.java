package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.BuddyZone;
import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import java.util.SplittableRandom;

/**
 * A server at work. It reads files into the page cache, which grows until memory is short; its slabs grow to a tenth of memory, and
 * blocks of them are freed in any order; processes map some hundred pages and give them back together, oldest first or in
 * whatever order they end; packets come in bursts that cannot wait and are gone soon. Lifetimes that differ by that much in one zone are
 * what page mobility grouping is for.
 */
final class ServerWorkload implements Workload {

    private static final int READAHEAD_PAGES = 32;
    private static final int PACKETS = 64;
    private static final int SHORT_LIVED = 512;

    private final Blocks slab = new Blocks();
    private final Blocks anonymous = new Blocks();
    private final Blocks packets = new Blocks();

    @Override
    public boolean step(Requests requests) {
        SplittableRandom random = requests.random();
        requests.onSomeCpu();
        int kind = random.nextInt(100);
        if (kind < 40) {
            for (int i = 0; i < READAHEAD_PAGES; i++) {
                requests.cache(0);
            }
        } else if (kind < 60) {
            slabs(requests, random);
        } else if (kind < 75) {
            process(requests, random);
        } else if (kind < 90) {
            exit(requests, random);
        } else {
            burst(requests, random);
        }
        requests.balance();
        return true;
    }

    private void slabs(Requests requests, SplittableRandom random) {
        Gfp gfp = random.nextInt(5) < 2 ? Gfp.RECLAIMABLE : Gfp.KERNEL;
        for (int i = 0; i < 16; i++) {
            requests.allocateInto(slab, BootWorkload.order(random), gfp);
        }
        while (slab.pages() > requests.managedPages() / 10) {
            requests.free(slab.takeAny(random));
        }
    }

    /** Up to a third of memory; a failure ends it, as the OOM killer would. */
    private void process(Requests requests, SplittableRandom random) {
        int pages = 64 + random.nextInt(448);
        for (int i = 0; i < pages && anonymous.pages() < requests.managedPages() / 3; i++) {
            if (!requests.allocateInto(anonymous, 0, Gfp.HIGHUSER_MOVABLE)) {
                return;
            }
        }
    }

    private void exit(Requests requests, SplittableRandom random) {
        boolean oldest = random.nextBoolean();
        int pages = Math.min(anonymous.size(), 64 + random.nextInt(448));
        for (int i = 0; i < pages; i++) {
            requests.free(oldest ? anonymous.takeOldest() : anonymous.takeAny(random));
        }
    }

    private void burst(Requests requests, SplittableRandom random) {
        for (int i = 0; i < PACKETS; i++) {
            int order = random.nextInt(8) == 0 ? 3 : 0;
            long pfn = requests.allocate(order, Gfp.ATOMIC);
            if (pfn != BuddyZone.NONE) {
                packets.add(pfn, order);
            }
        }
        while (packets.size() > SHORT_LIVED) {
            requests.free(packets.takeOldest());
        }
    }
}
