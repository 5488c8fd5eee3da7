package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.reference.zone.request.RequestKind;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome;
import java.util.List;
import java.util.Optional;

/**
 * What a request would meet now.
 *
 * @param kind {@code GFP_KERNEL}, {@code GFP_ATOMIC} …
 * @param order log2 of its pages
 * @param outcome what becomes of it
 * @param servedBy the zone that serves it: {@code node 0 DMA32}
 * @param refusals the zones that were tried before, in order, at the last attempt
 */
public record RequestRow(String kind, int order, Outcome outcome, Optional<String> servedBy, List<Refusal> refusals) {

    /** What becomes of a request. */
    public enum Outcome {
        /** Served at once, by a zone that stays above its low watermark. */
        SERVED,
        /** kswapd is woken, and a zone serves it that stays above its min watermark. */
        SERVED_BELOW_LOW,
        /** Served after reclaim or compaction, if at all. */
        MUST_RECLAIM,
        /** Not served: it may not wait. */
        FAILS
    }

    /** Copies the list. */
    public RequestRow {
        refusals = List.copyOf(refusals);
    }

    static RequestRow of(RequestKind kind, int order, RequestOutcome outcome) {
        List<Refusal> refusals = outcome.refusals().stream().map(Refusal::of).toList();
        if (outcome instanceof RequestOutcome.Served served) {
            return new RequestRow(
                    kind.name(),
                    order,
                    Outcome.SERVED,
                    Optional.of(served.zone().subject()),
                    refusals);
        }
        if (outcome instanceof RequestOutcome.ServedBelowLow served) {
            return new RequestRow(
                    kind.name(),
                    order,
                    Outcome.SERVED_BELOW_LOW,
                    Optional.of(served.zone().subject()),
                    refusals);
        }
        Outcome none = outcome instanceof RequestOutcome.MustReclaim ? Outcome.MUST_RECLAIM : Outcome.FAILS;
        return new RequestRow(kind.name(), order, none, Optional.empty(), refusals);
    }
}
