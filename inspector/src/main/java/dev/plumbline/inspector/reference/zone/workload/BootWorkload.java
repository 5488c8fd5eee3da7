package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import java.util.SplittableRandom;

/**
 * A machine that starts. Drivers and caches take kernel memory in orders 0 to 3 that stays until the machine goes down: of 100
 * requests 60 are for unmovable pages, 15 for reclaimable ones (inodes, dentries), 25 for what the initrd and init programs read and
 * run. Only one block in twenty is given back. What it leaves is unmovable pages in as many pageblocks as they needed, which is
 * what later fragmentation starts from.
 */
final class BootWorkload implements Workload {

    private static final int BLOCKS_A_STEP = 32;

    private final Blocks kernel = new Blocks();

    @Override
    public boolean step(Requests requests) {
        SplittableRandom random = requests.random();
        requests.onSomeCpu();
        for (int i = 0; i < BLOCKS_A_STEP; i++) {
            int kind = random.nextInt(100);
            if (kind < 60) {
                requests.allocateInto(kernel, order(random), Gfp.KERNEL);
            } else if (kind < 75) {
                requests.allocateInto(kernel, order(random), Gfp.RECLAIMABLE);
            } else {
                requests.cache(0);
            }
            if (kernel.size() > 0 && random.nextInt(20) == 0) {
                requests.free(kernel.takeAny(random));
            }
        }
        requests.balance();
        return requests.freePages() > requests.managedPages() / 4;
    }

    /** Half of all slabs are single pages, and each order above is half as frequent. */
    static int order(SplittableRandom random) {
        return Math.min(3, Integer.numberOfTrailingZeros(random.nextInt() | 8));
    }
}
