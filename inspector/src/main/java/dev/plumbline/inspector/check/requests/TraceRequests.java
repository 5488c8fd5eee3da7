package dev.plumbline.inspector.check.requests;

import dev.plumbline.inspector.observed.trace.DamagedTraceException;
import dev.plumbline.inspector.observed.trace.PageEvent;
import dev.plumbline.inspector.observed.trace.PageEventParser;
import dev.plumbline.inspector.observed.trace.PageEventTotals;
import dev.plumbline.inspector.reference.zone.workload.RecordedRequests;
import dev.plumbline.inspector.reference.zone.workload.RecordedRequests.Patience;
import java.io.IOException;
import java.io.InputStream;

/**
 * A trace of page events as requests to the simulated allocator.
 *
 * @param requests what callers got and gave back
 * @param totals the events of the trace
 */
public record TraceRequests(RecordedRequests requests, PageEventTotals totals) {

    /** CMA and what is beyond: pages that nobody asks the buddy allocator for by their type. */
    private static final int MOST_TYPE = 2;

    private static final int MOST_ORDER = 15;

    /**
     * Reads a whole trace.
     *
     * @param path for messages
     * @throws IOException if the stream fails
     * @throws DamagedTraceException if it is none, or too large
     */
    public static TraceRequests read(String path, InputStream in) throws IOException, DamagedTraceException {
        RecordedRequests requests = new RecordedRequests();
        PageEventTotals totals = PageEventParser.parse(path, in, event -> {
            if (requests.size() < RecordedRequests.MOST) {
                add(event, requests);
            }
        });
        if (requests.size() == RecordedRequests.MOST) {
            throw new DamagedTraceException(
                    path, 0, "more requests", "at most " + RecordedRequests.MOST + " allocations and frees");
        }
        if (requests.size() == 0) {
            throw new DamagedTraceException(path, 0, "no mm_page_alloc", "the events mm_page_alloc and mm_page_free");
        }
        return new TraceRequests(requests, totals);
    }

    private static void add(PageEvent event, RecordedRequests requests) {
        if (event instanceof PageEvent.Alloc got && got.migrateType() <= MOST_TYPE && got.order() <= MOST_ORDER) {
            requests.allocated(got.cpu(), got.pfn(), got.order(), got.migrateType(), patience(got.gfpFlags()));
        } else if (event instanceof PageEvent.Free given && given.order() <= MOST_ORDER) {
            requests.freed(given.cpu(), given.pfn(), given.order());
        }
    }

    /** As the kernel names masks (include/trace/events/mmflags.h); a mask without reclaim bits is written out bit by bit. */
    private static Patience patience(String flags) {
        if (flags.contains("GFP_ATOMIC") || flags.contains("__GFP_HIGH|") || flags.endsWith("__GFP_HIGH")) {
            return Patience.ATOMIC;
        }
        boolean waits = flags.contains("GFP_KERNEL")
                || flags.contains("GFP_USER")
                || flags.contains("GFP_HIGHUSER")
                || flags.contains("GFP_NOFS")
                || flags.contains("GFP_NOIO")
                || flags.contains("GFP_TRANSHUGE|")
                || flags.contains("__GFP_RECLAIM")
                || flags.contains("__GFP_DIRECT_RECLAIM");
        return waits ? Patience.WAITS : Patience.NOWAIT;
    }
}
