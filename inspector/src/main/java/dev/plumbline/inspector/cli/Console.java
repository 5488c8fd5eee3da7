package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.NativeCalls;
import dev.plumbline.bridge.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where a command's input comes from and its output goes.
 *
 * @param in standard input
 * @param out standard output; unlike {@link System#out} it throws when it cannot write
 * @param err standard error, for people
 * @param columns width of the terminal that standard output is; empty if it is none
 * @param rows height of that terminal; empty if it is none, or does not say
 * @param errorColumns width of the terminal that standard error is; empty if it is none
 * @param noColor whether the user wants no colour ever: the environment variable NO_COLOR is there and not empty
 */
record Console(
        InputStream in,
        OutputStream out,
        PrintWriter err,
        OptionalInt columns,
        OptionalInt rows,
        OptionalInt errorColumns,
        boolean noColor) {

    private static final String STDOUT_COLUMNS = "plumb.stdout.columns";
    private static final String STDOUT_ROWS = "plumb.stdout.rows";
    private static final String STDERR_COLUMNS = "plumb.stderr.columns";
    private static final int PIPE_COLUMNS = 80;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 200;

    /** The console of this process; the launcher, which can ask the terminal, says through properties how wide it is. */
    static Console of(InputStream in, OutputStream out, PrintWriter err, Map<String, String> environment) {
        String noColor = environment.getOrDefault("NO_COLOR", "");
        return new Console(
                in,
                out,
                err,
                columns(STDOUT_COLUMNS),
                number(STDOUT_ROWS),
                columns(STDERR_COLUMNS),
                !noColor.isEmpty());
    }

    /** The same with the size that its terminal has now, where standard output is this process's own and a terminal. */
    Console asItIsNow() {
        return columns.isPresent() && out instanceof StandardOutput
                ? NativeCalls.get()
                        .terminalSize(StandardOutput.DESCRIPTOR)
                        .answer()
                        .map(this::sized)
                        .orElse(this)
                : this;
    }

    /** The same with a terminal of another size; a number that the terminal does not say stays. */
    Console sized(TerminalSize size) {
        return new Console(
                in,
                out,
                err,
                size.columns() > 0 ? OptionalInt.of(readable(size.columns())) : columns,
                size.rows() > 0 ? OptionalInt.of(size.rows()) : rows,
                errorColumns,
                noColor);
    }

    /** How wide text is set that is broken on a terminal and in a pipe alike: the terminal's width, else 80 columns. */
    int width() {
        return columns.orElse(PIPE_COLUMNS);
    }

    /**
     * Writes to standard output, all of it.
     *
     * @throws Failure if it cannot be written to
     */
    void print(ReportFile.Content content) throws Failure {
        try {
            content.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot write to standard output: " + IoText.why(e));
        }
    }

    /** Whether what is written is read by nobody any more. */
    boolean readerIsGone() {
        return out instanceof StandardOutput standard && standard.readerIsGone();
    }

    private static OptionalInt columns(String property) {
        OptionalInt number = number(property);
        return number.isPresent() ? OptionalInt.of(readable(number.getAsInt())) : OptionalInt.empty();
    }

    private static int readable(int columns) {
        return Math.min(WIDEST, Math.max(NARROWEST, columns));
    }

    private static OptionalInt number(String property) {
        String value = System.getProperty(property, "");
        return value.matches("[1-9][0-9]{0,3}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }
}
