package dev.plumbline.inspector.cli;

/** When to colour. */
enum ColorMode {
    /** On a terminal, unless NO_COLOR is set. */
    auto,
    /** In a pipe too. */
    always,
    /** Not at all. */
    never;

    boolean colours(Console console) {
        return this == always || (this == auto && console.columns().isPresent() && !console.noColor());
    }
}
