package dev.plumbline.inspector.check.replay;

/**
 * Where a replay first differs from the trace.
 *
 * @param step the step's number
 * @param line the step's line in the trace
 * @param expected what the trace has
 * @param simulated what the simulated allocator has
 * @param because what differs, and what the allocator did there
 */
public record Difference(int step, int line, String expected, String simulated, String because) {

    Difference withDeed(String deed) {
        return new Difference(step, line, expected, simulated, because + " (simulated: " + deed + ")");
    }
}
