package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlumbTest {

    private static final String CAPTURE = Captures.named("x86_64-newest-6.12").toString();

    private static void assertFails(CommandRun run, int exitCode, String... words) {
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(words);
    }

    @Test
    void documentsEveryExitCode() {
        CommandRun help = CommandRun.of("check", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out().lines().map(String::strip)).anyMatch(l -> l.startsWith("0   nothing is violated"));
        assertThat(help.out()).containsPattern("1 +a conformance").containsPattern("2 +wrong usage");
        assertThat(help.out()).containsPattern("3 +could not run").containsPattern("4 +only posture");
        assertThat(help.out().lines()).allMatch(l -> l.length() <= 80);
    }

    @Test
    void saysItsVersion() {
        assertThat(CommandRun.of("--version").out()).matches("(?s)plumb [0-9]+\\.[0-9]+\\.[0-9]+\nJava [0-9]+.*");
        assertThat(CommandRun.of("check", "-V").out()).startsWith("plumb ");
    }

    @Test
    void refusesWhatItDoesNotUnderstandInOneLine() {
        assertFails(CommandRun.of(), 2, "a command is missing", "plumb --help");
        assertFails(CommandRun.of("chekc"), 2, "chekc");
        assertFails(CommandRun.of("check", "--verbos"), 2, "--verbos", "plumb check --help");
        assertFails(CommandRun.of("check", "extra\u001b[2J\nargument"), 2, "extra\\x1b[2J");
        assertFails(CommandRun.of("check", "--pid", "one"), 2, "--pid", "one");
        assertFails(CommandRun.of("check", "--color", "red"), 2, "--color", "auto");
    }

    @Test
    void listsTheChecksWhereAGlobMatchesNone() {
        assertFails(
                CommandRun.of("check", "--capture", CAPTURE, "--only", "zones.*"),
                2,
                "--only: no check matches \"zones.*\"; there are ",
                "zone.watermarks");
        assertFails(CommandRun.of("check", "--skip", "nothing"), 2, "--skip: no check matches \"nothing\"");
        assertFails(CommandRun.of("check", "--skip", "*"), 2, "leave no check to run");
    }

    @Test
    void couldNotRunWithoutTheCaptureOrTheHost(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.zip"), "not a capture");

        assertFails(
                CommandRun.of("check", "--capture", folder.resolve("none.zip").toString()), 3, "none.zip");
        assertFails(CommandRun.of("check", "--capture", text.toString()), 3, "notes.zip");
        assertFails(CommandRun.of("check", "--root", folder.toString()), 3, folder.toString());
        assertFails(CommandRun.of("check", "--root", "/", "--capture", CAPTURE), 2, "exclude each other");
    }

    @Test
    void couldNotRunWithoutTheProcess() {
        assertFails(CommandRun.of("check", "--capture", CAPTURE, "--pid", "999999"), 3, "no process 999999");
    }

    @Test
    void namesTheLineOfABrokenAcceptFile(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("known.accept"), "# known\nprocess.w-x | * | no date\n");

        assertFails(
                CommandRun.of("check", "--capture", CAPTURE, "--accept", broken.toString()),
                2,
                "known.accept:2: 3 fields");
        assertFails(CommandRun.of("check", "--capture", CAPTURE, "--accept", folder + "/none"), 3, "no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/report.json", "/", "/proc/report.json"})
    void seesBeforeTheRunThatAReportCannotBeWritten(String file) {
        assertFails(CommandRun.of("check", "--capture", CAPTURE, "--json=" + file), 3, "cannot write " + file);
    }

    @Test
    void acceptsWhatIsKnown(@TempDir Path folder) throws IOException {
        Path known = Files.writeString(
                folder.resolve("known.accept"), "process.w-x | pid * mapper* | a test program | 9999-12-31\n");
        String[] command = {"check", "--capture", CAPTURE, "--only", "process.w-x"};

        assertThat(CommandRun.of(command).exitCode()).isEqualTo(4);
        CommandRun accepted =
                CommandRun.of("check", "--capture", CAPTURE, "--only", "process.w-x", "--accept", known.toString());
        assertThat(accepted.exitCode()).isZero();
        assertThat(accepted.out())
                .contains("posture: violated, accepted", "(accepted until 9999-12-31: a test program)");
    }

    @Test
    void examinesOnlyTheProcessesAskedFor() {
        CommandRun run = CommandRun.of("check", "--capture", CAPTURE, "--only", "process.*", "--pid", "1", "--verbose");

        assertThat(run.out()).contains("pid 1 ");
        assertThat(run.out()).doesNotContainPattern("pid (?!1 )[0-9]+ ");
    }

    @Test
    void coloursATerminalUnlessToldNotTo() {
        String[] command = {"check", "--capture", CAPTURE, "--only", "process.w-x"};
        assertThat(CommandRun.onTerminal(80, command).out()).contains("\u001b[");
        assertThat(CommandRun.of(command).out()).doesNotContain("\u001b");
        assertThat(CommandRun.onTerminal(80, "check", "--capture", CAPTURE, "--only", "process.w-x", "--color=never")
                        .out())
                .doesNotContain("\u001b");
        assertThat(CommandRun.of("check", "--capture", CAPTURE, "--only", "process.w-x", "--color=always")
                        .out())
                .contains("\u001b[");
    }
}
