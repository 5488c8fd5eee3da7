package dev.plumbline.bridge.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.Origin;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs of this machine, and what is no JVM. */
@EnabledOnOs(OS.LINUX)
class JvmAttachTest {

    private static final List<String> SMALL = List.of("-Xmx32m", "-XX:+UseSerialGC");
    private static final String[] LITTLE = {"direct=0", "mapped=0", "threads=0", "heap=0"};
    private static final int NOBODY = 65534;
    private static final Path PROC = Path.of("/proc");

    @ParameterizedTest
    @ValueSource(ints = {8, 11, 17, 21, 25, 26})
    void aJvmIsBroughtToListenAndAnswers(int version) {
        Optional<Jdk> jdk = Jdk.ofVersion(version);
        assumeTrue(jdk.isPresent(), Jdk.missing(version));
        try (TargetJvm target = TargetJvm.start(jdk.get(), SMALL, LITTLE)) {
            JvmAttach attach = opened(target.pid());

            assertThat(answered(attach.command("VM.version")).text())
                    .containsPattern("(?m)^JDK (?:8|" + version + ")\\.");
            assertThat(PROC.resolve(target.pid() + "/cwd/.attach_pid" + target.pid()))
                    .doesNotExist();
            assertThat(PROC.resolve(target.pid() + "/root/tmp/.attach_pid" + target.pid()))
                    .doesNotExist();
            assertThat(answered(opened(target.pid()).command("VM.version")).succeeded())
                    .as("once it listens, it is found listening")
                    .isTrue();
            assertThat(target.process().isAlive()).isTrue();
        }
    }

    @Test
    void aCommandThatTheJvmDoesNotKnowFailsWithItsOwnWords() {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), SMALL, LITTLE)) {
            AttachReply reply = answered(opened(target.pid()).command("No.such"));

            assertThat(reply.succeeded()).isFalse();
            assertThat(reply.text()).contains("Unknown diagnostic command");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void argumentsPastTheOldProtocolNeedTheNewOne(int version) {
        Optional<Jdk> jdk = Jdk.ofVersion(version);
        assumeTrue(jdk.isPresent(), Jdk.missing(version));
        try (TargetJvm target = TargetJvm.start(jdk.get(), SMALL, LITTLE)) {
            AttachAnswer<AttachReply> answer =
                    opened(target.pid()).run("jcmd", List.of("VM.version" + " ".repeat(2000)));

            if (version < 24) {
                assertThat(answer).isInstanceOf(AttachAnswer.Refused.class);
            } else {
                assertThat(answered(answer).text()).contains("JDK " + version);
            }
        }
    }

    @Test
    void aJvmWithReducedSignalUseListensByItself() {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), List.of("-Xmx32m", "-Xrs"), LITTLE)) {
            assertThat(answered(opened(target.pid()).command("VM.version")).succeeded())
                    .isTrue();
        }
    }

    @Test
    void whatIsNoJvmIsRefusedAndLivesOn() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(refused(open(Math.toIntExact(sleep.pid()))).reason()).contains("libjvm.so");
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void aJvmWithItsAttachMechanismOffIsNotSignalled() throws IOException {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), List.of("-Xmx32m", "-XX:+DisableAttachMechanism"), LITTLE)) {
            AttachAnswer.Refused<JvmAttach> refusal = refused(open(target.pid()));

            assertThat(refusal.reason()).contains("DisableAttachMechanism");
            assertThat(target.process().getInputStream().available())
                    .as("a thread dump on its output")
                    .isZero();
        }
    }

    @Test
    void aStoppedJvmIsRefused() throws IOException, InterruptedException {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), SMALL, LITTLE)) {
            new ProcessBuilder("kill", "-STOP", Integer.toString(target.pid()))
                    .start()
                    .waitFor();
            awaitStop(target.pid());

            assertThat(refused(open(target.pid())).remedy()).contains("CONT");
        }
    }

    /** The signal is sent; the thread that {@code stat} tells of stops when it is next scheduled. */
    private static void awaitStop(int pid) throws IOException, InterruptedException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        for (int tenth = 0; tenth < 200; tenth++) {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            if (line.startsWith("T", line.lastIndexOf(')') + 2)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the JVM was sent SIGSTOP and does not stop: " + Files.readString(stat));
    }

    @Test
    void aProcessThatStartedAtAnotherTimeIsAnother() {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), SMALL, LITTLE)) {
            assertThat(refused(JvmAttach.open(host(), target.pid(), 1, AttachLimits.DEFAULT))
                            .reason())
                    .contains("another one");
        }
    }

    @Test
    void aJvmThatIsBusyPastTheTimeIsGivenUp() {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), SMALL, LITTLE)) {
            opened(target.pid());
            AttachLimits impatient = new AttachLimits(Duration.ofSeconds(5), Duration.ZERO, 1 << 20);
            JvmAttach attach = value(JvmAttach.open(host(), target.pid(), startTime(target.pid()), impatient));

            assertThat(refused(attach.command("VM.version")).reason()).contains("did not answer within 0 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17, 25})
    void rootAsksTheJvmOfAnotherUser(int version) {
        Optional<Jdk> jdk = Jdk.ofVersion(version);
        assumeTrue(jdk.isPresent(), Jdk.missing(version));
        assumeTrue(isRoot(), "needs root, to start a JVM as another user");
        try (TargetJvm target = TargetJvm.start(jdk.get().asUser(NOBODY), SMALL, LITTLE)) {
            assertThat(answered(opened(target.pid()).command("VM.version")).text())
                    .contains("JDK ");
            assertThat(open(target.pid())).as("this process is still root's").isInstanceOf(AttachAnswer.Value.class);
        }
    }

    @Test
    void whatAnEarlierProcessLeftInTheWayIsNamed() throws IOException {
        assumeTrue(isRoot(), "needs root, to start a JVM as another user");
        try (TargetJvm target = TargetJvm.start(Jdk.own().asUser(NOBODY), SMALL, LITTLE)) {
            Path left = Files.createFile(Path.of("/tmp/.java_pid" + target.pid()));
            try {
                assertThat(refused(open(target.pid())).reason())
                        .contains(".java_pid" + target.pid())
                        .contains("another user's");
            } finally {
                Files.delete(left);
            }
            assertThat(open(target.pid())).isInstanceOf(AttachAnswer.Value.class);
        }
    }

    @Test
    void aJvmInAPidNamespaceIsFoundByItsInnermostPid() {
        assumeTrue(isRoot(), "needs root, to make a pid namespace");
        List<String> wrapper = List.of("unshare", "--pid", "--fork", "--kill-child");
        try (TargetJvm target = TargetJvm.start(wrapper, Jdk.own(), SMALL, LITTLE)) {
            int inner = Math.toIntExact(
                    target.process().descendants().findFirst().orElseThrow().pid());

            assertThat(answered(opened(inner).command("VM.version")).succeeded())
                    .isTrue();
            assertThat(Path.of("/tmp/.java_pid1")).exists();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static AttachAnswer<JvmAttach> open(int pid) {
        return JvmAttach.open(host(), pid, startTime(pid), AttachLimits.DEFAULT);
    }

    private static JvmAttach opened(int pid) {
        return value(open(pid));
    }

    private static AttachReply answered(AttachAnswer<AttachReply> answer) {
        return value(answer);
    }

    private static <T> T value(AttachAnswer<T> answer) {
        assertThat(answer).isInstanceOf(AttachAnswer.Value.class);
        return ((AttachAnswer.Value<T>) answer).value();
    }

    private static <T> AttachAnswer.Refused<T> refused(AttachAnswer<T> answer) {
        assertThat(answer).isInstanceOf(AttachAnswer.Refused.class);
        return (AttachAnswer.Refused<T>) answer;
    }

    private static long startTime(int pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Origin.Live host() {
        try {
            return (Origin.Live) LiveHost.open(Path.of("/")).origin();
        } catch (NotAHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
