package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.reference.zone.request.RequestOutcome;
import dev.plumbline.inspector.reference.zone.request.ZoneAnswer;

/** Why a zone does not serve a request. */
public sealed interface Refusal {

    /** The zone: {@code node 0 DMA32}. */
    String zone();

    /**
     * Too few pages would be left.
     *
     * @param mark the watermark that was asked for: {@code low}, {@code min}
     * @param usablePages what the request may count; may be below zero
     * @param floorPages what must remain; the usable pages would have to be more
     */
    record TooLow(String zone, String mark, long usablePages, long floorPages) implements Refusal {}

    /** Enough pages are free, but no block is as large. */
    record Fragmented(String zone) implements Refusal {}

    static Refusal of(RequestOutcome.Refusal refusal) {
        String zone = refusal.zone().subject();
        return refusal.answer() instanceof ZoneAnswer.TooLow low
                ? new TooLow(zone, low.mark().label(), low.usablePages(), low.floorPages())
                : new Fragmented(zone);
    }
}
