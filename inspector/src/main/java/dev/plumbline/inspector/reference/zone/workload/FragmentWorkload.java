package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import java.util.SplittableRandom;

/**
 * The pattern that leaves order-0 holes. Single movable pages fill memory down to its low watermarks; then every other page is given
 * back, so that no free page has a free buddy; then single unmovable pages go into one hole in eight, where nothing can move them
 * again; and then it begins anew with what is left. A machine whose page cache is evicted at random between pinned buffers ends
 * up like that.
 */
final class FragmentWorkload implements Workload {

    private static final int PAGES_A_STEP = 256;

    private final Blocks filled = new Blocks();
    private final Blocks kept = new Blocks();
    private final Blocks pinned = new Blocks();
    private Phase phase = Phase.FILL;
    private long toPin;

    private enum Phase {
        FILL,
        HOLES,
        PIN,
        REST
    }

    @Override
    public boolean step(Requests requests) {
        requests.onSomeCpu();
        switch (phase) {
            case FILL -> fill(requests);
            case HOLES -> holes(requests);
            case PIN -> pin(requests);
            case REST -> rest(requests);
        }
        return true;
    }

    private void fill(Requests requests) {
        for (int i = 0; i < PAGES_A_STEP; i++) {
            if (requests.freePages() < requests.managedPages() / 50
                    || !requests.allocateInto(filled, 0, Gfp.HIGHUSER_MOVABLE)) {
                phase = Phase.HOLES;
                return;
            }
        }
    }

    /** A page with an even frame number is the lower of two buddies. */
    private void holes(Requests requests) {
        for (int i = 0; i < PAGES_A_STEP && filled.size() > 0; i++) {
            long block = filled.takeOldest();
            if ((Blocks.pfn(block) & 1) == 0) {
                requests.free(block);
                toPin++;
            } else {
                kept.add(Blocks.pfn(block), 0);
            }
        }
        if (filled.size() == 0) {
            toPin /= 8;
            phase = Phase.PIN;
        }
    }

    private void pin(Requests requests) {
        for (int i = 0; i < PAGES_A_STEP && toPin > 0; i++, toPin--) {
            if (!requests.allocateInto(pinned, 0, Gfp.KERNEL)) {
                toPin = 0;
            }
        }
        if (toPin <= 0) {
            toPin = 0;
            phase = Phase.REST;
        }
    }

    /** Gives back what was kept, in any order. */
    private void rest(Requests requests) {
        SplittableRandom random = requests.random();
        for (int i = 0; i < PAGES_A_STEP && kept.size() > 0; i++) {
            requests.free(kept.takeAny(random));
        }
        if (kept.size() == 0) {
            phase = Phase.FILL;
        }
    }
}
