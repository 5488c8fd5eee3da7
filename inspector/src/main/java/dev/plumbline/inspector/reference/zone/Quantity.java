package dev.plumbline.inspector.reference.zone;

/** One published number. Zones are places in the list of zones. */
public sealed interface Quantity {

    /** {@code vm.min_free_kbytes}, in KiB. */
    record MinFree() implements Quantity {}

    /** A watermark of a zone, in pages. */
    record Mark(int zone, Watermark mark) implements Quantity {}

    /** How far a zone's watermarks are raised for a while, in pages. */
    record Boost(int zone) implements Quantity {}

    /**
     * What a zone holds back from requests that could use a higher one, in pages.
     *
     * @param upper the higher zone's place among the zones of the node
     */
    record Reserve(int zone, int upper) implements Quantity {}
}
