package dev.plumbline.inspector.reference.zone.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of a request through a zonelist: once above the low watermarks, then, kswapd woken, above the min watermarks.
 *
 * <p>Source: __alloc_pages, get_page_from_freelist and __alloc_pages_slowpath, mm/page_alloc.c, read in 5.10, 6.1, 6.6 and 6.12.
 * Left aside: cpusets and memory policies, dirty limits, {@code vm.zone_reclaim_mode}, pages on the per-CPU lists, and the
 * avoidance of fragmentation between Normal and DMA32 (ALLOC_NOFRAGMENT), which prefers a zone and never refuses one.
 */
public final class RequestPath {

    private RequestPath() {}

    /**
     * What becomes of a request.
     *
     * @param order log2 of its pages
     * @param highestZone index of the highest zone that it may use
     * @param zonelist the populated zones in the order in which the node tries them; zones above the highest are passed over
     */
    public static RequestOutcome of(RequestKind kind, int order, int highestZone, List<ZoneState> zonelist) {
        List<ZoneState> allowed =
                zonelist.stream().filter(z -> z.index() <= highestZone).toList();
        Attempt first = Attempt.of(allowed, order, Rights.first(kind), highestZone);
        if (first.server().isPresent()) {
            return new RequestOutcome.Served(first.server().get(), first.refusals());
        }
        Attempt second = Attempt.of(allowed, order, Rights.second(kind), highestZone);
        if (second.server().isPresent()) {
            return new RequestOutcome.ServedBelowLow(second.server().get(), first.refusals(), second.refusals());
        }
        return kind.mayWait()
                ? new RequestOutcome.MustReclaim(second.refusals())
                : new RequestOutcome.Fails(second.refusals());
    }

    private record Attempt(Optional<ZoneState> server, List<RequestOutcome.Refusal> refusals) {

        static Attempt of(List<ZoneState> zones, int order, Rights rights, int highestZone) {
            List<RequestOutcome.Refusal> refusals = new ArrayList<>();
            for (ZoneState zone : zones) {
                ZoneAnswer answer = ZoneTest.of(zone, order, rights, highestZone);
                if (answer.serves()) {
                    return new Attempt(Optional.of(zone), refusals);
                }
                refusals.add(new RequestOutcome.Refusal(zone, answer));
            }
            return new Attempt(Optional.empty(), refusals);
        }
    }
}
