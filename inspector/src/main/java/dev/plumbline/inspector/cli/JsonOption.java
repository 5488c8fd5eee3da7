package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --json[=FILE]} of commands that write a document: beside the text, or instead of it. */
final class JsonOption {

    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description = "Write the result as JSON: to FILE beside the text, or without FILE to standard output"
                    + " instead of it.")
    private @Nullable String json;

    /** Where a command's text and JSON go. */
    static final class Sink {
        private final Console console;
        private final @Nullable ReportFile file;
        private final boolean insteadOfText;

        private Sink(Console console, @Nullable ReportFile file, boolean insteadOfText) {
            this.console = console;
            this.file = file;
            this.insteadOfText = insteadOfText;
        }

        /**
         * Writes what was asked for. The text is not made where nobody sees it.
         *
         * @throws Failure if it cannot be written
         */
        void write(ReportFile.Content document, Text text) throws Failure {
            if (file != null) {
                file.write(document);
            }
            console.print(insteadOfText ? document : out -> out.write(text.get().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Makes the text. */
    @FunctionalInterface
    interface Text {
        String get() throws IOException;
    }

    /** Whether there is anything for scripts. */
    boolean isGiven() {
        return json != null;
    }

    /**
     * Names the file, if one is asked for, and sees before a long run whether it can be written.
     *
     * @throws Failure if it cannot
     */
    Sink open(Console console) throws Failure {
        boolean instead = STANDARD_OUTPUT.equals(json);
        return new Sink(console, json == null || instead ? null : ReportFile.at(Path.of(json)), instead);
    }
}
