package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.check.map.HeldMemory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumb map} of a process that may not be read whole: one line, or the rest and why there is no more; and never waiting. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
class UnprivilegedMapTest {

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

    private static @Nullable TargetJvm target;
    private static @Nullable OwnJava plumb;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, ClassNotFoundException, URISyntaxException {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to become others");
        plumb = new OwnJava(folder);
        target = TargetJvm.start(
                Jdk.own(), List.of("-Xmx32m", "-XX:+UseSerialGC"), "direct=0", "mapped=0", "threads=0", "heap=0");
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            target.close();
        }
    }

    private static CommandRun run(List<String> wrapper, String... more) throws IOException, InterruptedException {
        return Objects.requireNonNull(plumb).run(wrapper, more);
    }

    private static String pid() {
        return Integer.toString(Objects.requireNonNull(target).pid());
    }

    @Test
    void anotherUsersProcessIsOneLineWithWhatWouldHelp() throws IOException, InterruptedException {
        assertThat(run(AS_NOBODY, "map", pid()))
                .isEqualTo(new CommandRun(
                        3,
                        "",
                        "plumb: proc/" + pid()
                                + "/smaps: EACCES; would need the process's own user, or CAP_SYS_PTRACE in its"
                                + " user namespace (PTRACE_MODE_READ, ptrace(2))\n"));
    }

    @Test
    void anotherUsersProcessCannotBeAskedEither() throws IOException, InterruptedException {
        CommandRun run = run(AS_NOBODY, "map", pid(), "--ask");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(2)
                .anyMatch(l ->
                        l.startsWith("plumb: proc/" + pid() + "/smaps: EACCES; would need the process's own user"));
    }

    @Test
    void rootWithoutPtraceMayReadMapsOnly() throws IOException, InterruptedException {
        CommandRun run = run(
                List.of("setpriv", "--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace", "--"), "map", pid());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "note: the JVM's structures cannot be read: the process's memory may not be read (EACCES): it holds"
                                + " capabilities that this process lacks (CapPrm ")
                .contains(
                        "would need: run as root (CAP_SYS_PTRACE in the process's user namespace); or ask the JVM itself"
                                + " (--ask)")
                .contains("library        libjvm.so text", " main-stack", " unknown");
    }

    /** In a mount namespace of its own: the mount of everybody else stays. */
    @Test
    void aHiddenProcessIsSaidToBeThatPerhaps() throws IOException, InterruptedException {
        List<String> wrapper = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t proc -o hidepid=2 proc /proc && exec \"$@\"",
                "sh",
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--");
        assumeTrue(run(wrapper, "--version").exitCode() == 0, "needs a mount namespace and a proc with hidepid");

        CommandRun run = run(wrapper, "map", pid());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("plumb: no process " + pid() + " in ")
                .contains("; if there is one, it is hidden: /proc is mounted with hidepid=invisible")
                .hasLineCount(1);
    }

    /** The thread that waits for the page cannot be woken; the process ends nevertheless. */
    @Test
    void memoryThatDoesNotComeHoldsUpNeitherTheMapNorTheEnd(@TempDir Path scratch)
            throws IOException, InterruptedException {
        try (HeldMemory held = HeldMemory.start(scratch)) {
            long start = System.nanoTime();
            CommandRun run = run(List.of(), "map", Long.toString(held.pid()));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(40));
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains(
                            "note: its memory cannot be read, so that private memory has no closer owner: no answer within 10"
                                    + " s: the kernel waits for a page")
                    .contains(" main-stack", " executable");
        }
    }
}
