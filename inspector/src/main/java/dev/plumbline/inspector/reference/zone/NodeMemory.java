package dev.plumbline.inspector.reference.zone;

/**
 * A range of RAM and its node: a line of {@code Early memory node ranges}, whole pages.
 *
 * @param startPfn first frame
 * @param endPfn first frame behind it
 */
public record NodeMemory(int node, long startPfn, long endPfn) {

    /** @throws IllegalArgumentException if a bound is negative or the range ends before it starts */
    public NodeMemory {
        if (startPfn < 0 || endPfn < startPfn) {
            throw new IllegalArgumentException("node %d: frames %d-%d".formatted(node, startPfn, endPfn));
        }
    }
}
