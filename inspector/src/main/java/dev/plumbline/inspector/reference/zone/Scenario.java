package dev.plumbline.inspector.reference.zone;

/**
 * What is assumed about the course of events. A state is a number of releases that had been handed back.
 *
 * @param passes how min_free_kbytes came to its value
 * @param minFreeState the state when that happened last
 * @param marksState the state when the watermarks were computed last; not before {@code minFreeState}
 * @param reserveState the state when the reserves were computed last
 * @param movable how WMARK_MIN of Movable is set
 * @param asBooted whether nothing was recomputed after booting, as this host's settings let expect
 */
public record Scenario(
        Passes passes, int minFreeState, int marksState, int reserveState, MovableRule movable, boolean asBooted) {}
