package dev.plumbline.inspector.observed;

import java.util.List;

/**
 * What a parser made of a file.
 *
 * @param value what was understood
 * @param unknown lines or fields that this parser does not know, kept as they stood; newer kernels add them
 * @param damage places that are not what any kernel prints
 */
public record Parsed<T>(T value, List<String> unknown, List<Damage> damage) {

    /** Copies the lists. */
    public Parsed {
        unknown = List.copyOf(unknown);
        damage = List.copyOf(damage);
    }
}
