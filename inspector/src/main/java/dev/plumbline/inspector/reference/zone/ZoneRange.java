package dev.plumbline.inspector.reference.zone;

/**
 * The frames that a zone may have on any node: a line of {@code Zone ranges}.
 *
 * @param zone its name
 * @param startPfn first frame
 * @param endPfn first frame behind it; equal to {@code startPfn} where the zone is empty
 */
public record ZoneRange(String zone, long startPfn, long endPfn) {

    /** Whether no node can have frames in it. */
    public boolean isEmpty() {
        return startPfn == endPfn;
    }
}
