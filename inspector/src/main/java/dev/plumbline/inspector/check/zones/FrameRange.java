package dev.plumbline.inspector.check.zones;

/**
 * Frames of a zone that are RAM, without a hole between them.
 *
 * @param startPfn the first
 * @param endPfn the first behind them
 */
public record FrameRange(long startPfn, long endPfn) {

    /** How many. */
    public long pages() {
        return endPfn - startPfn;
    }
}
