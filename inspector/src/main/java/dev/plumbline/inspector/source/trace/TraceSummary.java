package dev.plumbline.inspector.source.trace;

import java.util.List;

/**
 * What a trace held.
 *
 * @param form of the file: {@code lackey text}, {@code binary trace, version 1}; compressed or not
 * @param references how many were handed on
 * @param damagedLines how many lines were neither a reference nor Valgrind's own; they were passed over
 * @param firstDamages the first of them
 */
public record TraceSummary(String form, long references, long damagedLines, List<TraceDamage> firstDamages) {

    /** Copies the list. */
    public TraceSummary {
        firstDamages = List.copyOf(firstDamages);
    }
}
