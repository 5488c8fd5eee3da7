package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.reference.mmu.Regime;
import java.util.List;

/**
 * What is walked.
 *
 * @param regime roots and control bits
 * @param memory the image
 * @param description one line for people: architecture, roots, image
 * @param notes what the user should know, one line each, for standard error
 */
record WalkSource(
        Architecture architecture, Regime regime, PhysicalMemory memory, String description, List<String> notes) {

    /** Copies the list. */
    WalkSource {
        notes = List.copyOf(notes);
    }
}
