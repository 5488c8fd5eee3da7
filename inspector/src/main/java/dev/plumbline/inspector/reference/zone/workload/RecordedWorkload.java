package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.BuddyZone;
import java.util.HashMap;
import java.util.Map;

/**
 * Recorded requests, made again in their order and on their CPUs. The simulated allocator hands out frames of its own; what was
 * given back in the recording is given back here by the frame that it was got as. No page cache is known, so nothing is reclaimed.
 */
final class RecordedWorkload implements Workload {

    private static final int REQUESTS_A_STEP = 256;

    private final RecordedRequests recorded;
    private final Map<Long, Long> simulated = new HashMap<>();
    private int next;

    RecordedWorkload(RecordedRequests recorded) {
        this.recorded = recorded;
    }

    @Override
    public boolean step(Requests requests) {
        int end = Math.min(recorded.size(), next + REQUESTS_A_STEP);
        for (; next < end; next++) {
            long block = recorded.block(next);
            requests.onCpu(recorded.cpu(next));
            if (recorded.isFree(next)) {
                Long got = simulated.remove(block);
                if (got != null) {
                    requests.free(got);
                }
            } else {
                int order = Blocks.order(block);
                long pfn = requests.allocate(order, recorded.gfp(next));
                if (pfn != BuddyZone.NONE) {
                    simulated.put(block, Blocks.of(pfn, order));
                }
            }
        }
        return next < recorded.size();
    }
}
