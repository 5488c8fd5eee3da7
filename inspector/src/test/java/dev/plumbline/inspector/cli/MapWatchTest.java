package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.TerminalSize;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.report.TextStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb map --watch} on a process that ends. */
@Timeout(60)
class MapWatchTest {

    /** Ends a process when a word is written for the second time. */
    private static final class Ending extends ByteArrayOutputStream {
        private final Process target;
        private int seen;

        Ending(Process target) {
            this.target = target;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (new String(bytes, offset, length, StandardCharsets.UTF_8).contains("reading ") && ++seen == 2) {
                target.destroyForcibly();
            }
        }
    }

    /** Watches a process, ends it after two readings, and waits until the command has seen that. */
    private static CommandRun watched(OptionalInt columns) throws IOException {
        Process target = new ProcessBuilder("sleep", "100").start();
        try {
            Ending out = new Ending(target);
            StringWriter err = new StringWriter();
            Console console = new Console(
                    InputStream.nullInputStream(),
                    out,
                    new PrintWriter(err),
                    columns,
                    columns.isPresent() ? OptionalInt.of(9) : columns,
                    columns,
                    false);
            int exitCode = Plumb.run(console, "map", Long.toString(target.pid()), "--watch", "0.2");
            return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            target.destroyForcibly();
        }
    }

    @Test
    void aPipeGetsOneBlockAfterTheOtherUntilTheProcessEnds() throws IOException {
        CommandRun run = watched(OptionalInt.empty());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).matches("plumb: pid [0-9]+ sleep ended\n");
        assertThat(run.out()).contains("reading 1,").contains("reading 2,").doesNotContain("\u001b");
        assertThat(run.out().lines().filter(l -> l.startsWith("total "))).hasSize(2);
    }

    @Test
    void aTerminalIsDrawnOverAndRestored() throws IOException {
        CommandRun run = watched(OptionalInt.of(80));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("\u001b[?1049h").contains("\u001b[H");
        String after = run.out().substring(run.out().indexOf("\u001b[?1049l"));
        assertThat(after).as("the last reading stays").contains("total ");
        assertThat(after.indexOf("\u001b[?", 1))
                .as("nothing is changed after that")
                .isNegative();
        assertThat(after.lines()).as("as many lines as the screen has").hasSize(9);
        assertThat(run.out()).contains("\u001b[?25h").contains("\u001b[?7h");
    }

    @Test
    void eachReadingIsDrawnForTheTerminalAsItIsThen() throws IOException, Failure {
        Process target = new ProcessBuilder("sleep", "100").start();
        try {
            Ending out = new Ending(target);
            Console console = new Console(
                    InputStream.nullInputStream(),
                    out,
                    new PrintWriter(new StringWriter()),
                    OptionalInt.of(120),
                    OptionalInt.of(30),
                    OptionalInt.empty(),
                    false);
            Deque<TerminalSize> sizes = new ArrayDeque<>(List.of(new TerminalSize(30, 120), new TerminalSize(7, 60)));
            MapTarget process = new MapTarget(new HostSource(), (int) target.pid(), MapOptions.KERNEL_FILES);
            MapWatchView.show(
                    new MapWatch(process, Duration.ofMillis(200), console),
                    console,
                    c -> c.sized(sizes.size() > 1 ? sizes.remove() : sizes.element()),
                    c -> new TextStyle(c.columns(), false, false));

            String[] drawn = out.toString(StandardCharsets.UTF_8).split("\u001b\\[H", -1);
            assertThat(drawn[1].lines()).hasSizeGreaterThan(7);
            assertThat(drawn[2].substring(0, drawn[2].indexOf("\u001b[J")).lines())
                    .hasSize(7);
        } finally {
            target.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.09", "-1", "1e3", "x", "", ".", "86401", "NaN"})
    void whatIsNoPeriodIsWrongUsage(String seconds) {
        CommandRun run = CommandRun.of("map", "1", "--watch=" + seconds);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("plumb: --watch takes seconds from 0.1 to 86400")
                .hasLineCount(1);
    }

    @Test
    void aCaptureDoesNotChange() {
        CommandRun run = CommandRun.of(
                "map",
                "1",
                "--watch",
                "1",
                "--capture",
                Captures.named("x86_64-newest-6.12").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("not with --capture");
    }

    @Test
    void aProcessThatIsNotThereIsAFailure() {
        assertThat(CommandRun.of("map", "999999999", "--watch", "1").exitCode()).isEqualTo(3);
    }
}
