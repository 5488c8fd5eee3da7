package dev.plumbline.inspector.report;

import java.util.OptionalInt;

/**
 * How a text report is set.
 *
 * @param columns the terminal's width; empty where the text is not for a terminal, and then every finding is one line
 *     however long
 * @param colour whether to send SGR colour sequences
 * @param verbose whether to list what holds, and beneath each finding its terms and evidence
 */
public record TextStyle(OptionalInt columns, boolean colour, boolean verbose) {

    /** For a file or a pipe. */
    public static final TextStyle PLAIN = new TextStyle(OptionalInt.empty(), false, false);
}
