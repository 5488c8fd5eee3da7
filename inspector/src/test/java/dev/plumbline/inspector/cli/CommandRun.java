package dev.plumbline.inspector.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** One command line, run as the shell would run it, with what came of it. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... arguments) {
        return at(OptionalInt.empty(), arguments);
    }

    /** With standard output on a terminal of that many columns. */
    static CommandRun onTerminal(int columns, String... arguments) {
        return at(OptionalInt.of(columns), arguments);
    }

    private static CommandRun at(OptionalInt columns, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Console console = new Console(out, new PrintWriter(err), columns, OptionalInt.empty(), false);
        int exitCode = Plumb.run(console, arguments);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
    }
}
