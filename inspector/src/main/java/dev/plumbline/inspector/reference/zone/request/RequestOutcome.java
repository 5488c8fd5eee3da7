package dev.plumbline.inspector.reference.zone.request;

import java.util.List;

/** What becomes of a request. */
public sealed interface RequestOutcome {

    /** The zones that were tried and did not serve, in the order of the last attempt. */
    List<Refusal> refusals();

    /** A zone that did not serve. */
    record Refusal(ZoneState zone, ZoneAnswer answer) {}

    /** A zone serves it at once and stays above its low watermark. */
    record Served(ZoneState zone, List<Refusal> refusals) implements RequestOutcome {

        /** Copies the list. */
        public Served {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * No zone would stay above its low watermark: kswapd is woken, and a zone serves it from what is kept above the min watermark.
     *
     * @param firstRefusals why the zones did not serve at the low watermark
     */
    record ServedBelowLow(ZoneState zone, List<Refusal> firstRefusals, List<Refusal> refusals)
            implements RequestOutcome {

        /** Copies the lists. */
        public ServedBelowLow {
            firstRefusals = List.copyOf(firstRefusals);
            refusals = List.copyOf(refusals);
        }
    }

    /** No zone serves it. It reclaims or compacts itself, and may wait, be told no, or have the OOM killer called. */
    record MustReclaim(List<Refusal> refusals) implements RequestOutcome {

        /** Copies the list. */
        public MustReclaim {
            refusals = List.copyOf(refusals);
        }
    }

    /** No zone serves it, and it may not wait. */
    record Fails(List<Refusal> refusals) implements RequestOutcome {

        /** Copies the list. */
        public Fails {
            refusals = List.copyOf(refusals);
        }
    }
}
