package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb map --watch} on a process that ends. */
@Timeout(60)
class MapWatchTest {

    /** Watches a process for a while, ends it, and waits until the command has seen that. */
    private static CommandRun watched(boolean terminal) throws IOException {
        Process target = new ProcessBuilder("sleep", "60").start();
        try {
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    target::destroyForcibly, CompletableFuture.delayedExecutor(900, TimeUnit.MILLISECONDS));
            String[] command = {"map", Long.toString(target.pid()), "--watch", "0.2"};
            CommandRun run = terminal ? CommandRun.onTerminal(80, command) : CommandRun.of(command);
            end.join();
            return run;
        } finally {
            target.destroyForcibly();
        }
    }

    @Test
    void aPipeGetsOneBlockAfterTheOtherUntilTheProcessEnds() throws IOException {
        CommandRun run = watched(false);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).matches("plumb: pid [0-9]+ sleep ended\n");
        assertThat(run.out()).contains("reading 1,").contains("reading 2,").doesNotContain("\u001b");
        assertThat(run.out().lines().filter(l -> l.startsWith("total "))).hasSizeBetween(2, 10);
    }

    @Test
    void aTerminalIsDrawnOverAndRestored() throws IOException {
        CommandRun run = watched(true);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("\u001b[?1049h").contains("\u001b[H");
        String after = run.out().substring(run.out().indexOf("\u001b[?1049l"));
        assertThat(after).as("the last reading stays").contains("total ");
        assertThat(after.indexOf("\u001b[?", 1))
                .as("nothing is changed after that")
                .isNegative();
        assertThat(run.out()).contains("\u001b[?25h").contains("\u001b[?7h");
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
