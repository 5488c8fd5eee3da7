package dev.plumbline.inspector.reference.zone.request;

import dev.plumbline.inspector.reference.zone.Watermark;

/** What one zone answers to one attempt. */
public sealed interface ZoneAnswer {

    /** It has the pages. */
    record Serves() implements ZoneAnswer {}

    /**
     * Too few pages would be left.
     *
     * @param usablePages free pages that the request may count, after it had its own; may be below zero
     * @param mark the watermark that was asked for
     * @param floorPages what must remain: the watermark, lowered for those who may, and the reserve; usable pages must be more
     */
    record TooLow(long usablePages, Watermark mark, long floorPages) implements ZoneAnswer {}

    /** Enough pages are free, but no block is as large: compaction might make one. */
    record Fragmented() implements ZoneAnswer {}

    /** Whether the request is served. */
    default boolean serves() {
        return this instanceof Serves;
    }
}
