package dev.plumbline.inspector.reference.zone;

/**
 * The frames a zone reaches over: {@code zone_start_pfn} and {@code spanned_pages} of {@code struct zone},
 * include/linux/mmzone.h. Frames inside it may be holes, or belong to another zone whose span overlaps.
 *
 * @param node the zone's node
 * @param zone its name
 * @param startPfn first frame
 * @param endPfn first frame behind it
 */
public record ZoneSpan(int node, String zone, long startPfn, long endPfn) {

    /** @throws IllegalArgumentException if a bound is negative or the span ends before it starts */
    public ZoneSpan {
        if (startPfn < 0 || endPfn < startPfn) {
            throw new IllegalArgumentException("node %d %s: frames %d-%d".formatted(node, zone, startPfn, endPfn));
        }
    }

    boolean covers(long start, long end) {
        return startPfn <= start && end <= endPfn;
    }
}
