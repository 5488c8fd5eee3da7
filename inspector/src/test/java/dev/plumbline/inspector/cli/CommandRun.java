package dev.plumbline.inspector.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** One command line, run as the shell would run it, with what came of it. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... arguments) {
        return at(InputStream.nullInputStream(), OptionalInt.empty(), arguments);
    }

    /** With standard output on a terminal of that many columns. */
    static CommandRun onTerminal(int columns, String... arguments) {
        return at(InputStream.nullInputStream(), OptionalInt.of(columns), arguments);
    }

    /** With this text on standard input. */
    static CommandRun reading(String input, String... arguments) {
        return reading(bytes(input), arguments);
    }

    /** With this on standard input. */
    static CommandRun reading(InputStream input, String... arguments) {
        return at(input, OptionalInt.empty(), arguments);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CommandRun at(InputStream in, OptionalInt columns, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Console console =
                new Console(in, out, new PrintWriter(err), columns, OptionalInt.empty(), OptionalInt.empty(), false);
        int exitCode = Plumb.run(console, arguments);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
    }
}
