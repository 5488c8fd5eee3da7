package dev.plumbline.inspector.check;

import java.util.OptionalInt;

/**
 * A place that a verdict rests on.
 *
 * @param file the kernel file's path without a leading slash
 * @param line its 1-based line, where the file has lines
 * @param text what stands there, or what was derived from it
 */
public record Evidence(String file, OptionalInt line, String text) {

    /** Evidence on a line. */
    public static Evidence at(String file, int line, String text) {
        return new Evidence(file, line > 0 ? OptionalInt.of(line) : OptionalInt.empty(), text);
    }

    /** Evidence in a file as a whole. */
    public static Evidence in(String file, String text) {
        return new Evidence(file, OptionalInt.empty(), text);
    }
}
