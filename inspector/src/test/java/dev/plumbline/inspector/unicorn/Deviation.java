package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.unicorn.Round.Try;
import java.util.Optional;

/**
 * A rule of the emulator's that is not the manual's. The outcome that follows from it is computed, not excused: the emulator
 * must meet it exactly.
 *
 * @param rule which one; {@code docs/mmu-oracles.md} tells about each
 * @param outcome what the access does by it
 */
record Deviation(String rule, Outcome outcome) {

    /** The rules of one architecture. */
    @FunctionalInterface
    interface Rules {
        /** The rule that concerns an access of which the reference thinks so. */
        Optional<Deviation> find(Round round, Try tried, Trace ours);
    }
}
