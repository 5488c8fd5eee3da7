package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumb map} of processes that are not as one would wish: each is a line that says so, soon. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
class RobustMapTest {

    private static final List<String> SMALL = List.of("-Xmx32m", "-XX:+UseSerialGC");
    private static final String[] LITTLE = {"direct=0", "mapped=0", "threads=0", "heap=0"};
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OUTSIDE = "note: the JVM's structures cannot be read: ";

    private static CommandRun map(long pid, String... more) {
        String[] command = new String[more.length + 2];
        command[0] = "map";
        command[1] = Long.toString(pid);
        System.arraycopy(more, 0, command, 2, more.length);
        long start = System.nanoTime();
        CommandRun run = CommandRun.of(command);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        return run;
    }

    /** Starts a shell command whose last words are an {@code exec}. */
    private static Process shell(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    @Test
    void aZombie() throws IOException {
        Process parent = shell("sleep 0.5 & echo $!; exec sleep 100");
        try {
            long zombie = Long.parseLong(parent.inputReader().readLine());
            await(zombie, 'Z');

            assertThat(map(zombie))
                    .isEqualTo(
                            new CommandRun(
                                    3,
                                    "",
                                    "plumb: pid " + zombie
                                            + " sleep is a zombie: it has ended and waits for its parent, and has no memory\n"));
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void await(long pid, char state) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            if (line.charAt(line.lastIndexOf(')') + 2) == state) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(pid + " never was in state " + state);
    }

    @Test
    void aKernelThread() throws IOException {
        Path two = Path.of("/proc/2/comm");
        assumeTrue(
                Files.exists(two) && Files.readString(two).strip().equals("kthreadd"),
                "needs the host's own pid namespace, where pid 2 is kthreadd");

        assertThat(map(2))
                .isEqualTo(new CommandRun(
                        3, "", "plumb: pid 2 kthreadd is a kernel thread and has no memory of its own\n"));
    }

    @Test
    void aProcessThatIsNoMore() throws IOException, InterruptedException {
        Process gone = shell("exit 0");
        assertThat(gone.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        CommandRun run = map(gone.pid());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("plumb: no process " + gone.pid() + " in ")
                .hasLineCount(1);
    }

    /** Its pid stays, and with each program its memory is another one: no reading mixes two of them. */
    @Test
    void aProcessThatAlwaysExecutesAnotherProgram() throws IOException {
        String again = "sleep 0.02; exec sh -c \"$1\" sh \"$1\"";
        Process target = shell(again, again);
        Set<String> seen = new HashSet<>();
        try {
            long end = System.nanoTime() + SOON.toNanos();
            while (seen.isEmpty() && System.nanoTime() < end) {
                CommandRun run = map(target.pid());
                assertThat(run.exitCode()).as(run.err()).isIn(0, 3);
                if (run.exitCode() == 3) {
                    assertThat(run.out()).isEmpty();
                    seen.add(run.err());
                }
            }
        } finally {
            target.destroyForcibly();
        }
        assertThat(seen)
                .containsExactly("plumb: pid " + target.pid() + " sh executed another program while it was read\n");
    }

    @Test
    void aProgramWithoutAJvm() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "100").start();
        try {
            CommandRun run = map(sleep.pid());
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .contains("executable     sleep text", "main-stack")
                    .doesNotContain("note: ", "JVM", "unknown");
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void aJvmThatIsStopped() throws IOException, InterruptedException {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), SMALL, LITTLE)) {
            assertThat(new ProcessBuilder("kill", "-STOP", Integer.toString(target.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            await(target.pid(), 'T');

            CommandRun outside = map(target.pid());
            assertThat(outside.exitCode()).isZero();
            assertThat(outside.out()).contains("collector serial", "java-heap").doesNotContain("note: the");
            CommandRun asked = map(target.pid(), "--ask");
            assertThat(asked.exitCode()).isZero();
            assertThat(asked.out())
                    .contains(
                            "note: the process could not be asked: it is stopped (state T); what helps: let it go on (kill"
                                    + " -CONT)");
        }
    }

    @Test
    void aJvmWithoutASymbolTable(@TempDir Path folder) throws IOException, InterruptedException {
        Jdk own = Jdk.own();
        Path home = folder.resolve("jdk");
        succeed(
                "sh",
                "-c",
                "mkdir -p $2/bin $2/lib && cp -L $1/bin/java $2/bin && cd $1/lib && cp -RL server modules jvm.cfg *.so $2/lib",
                "sh",
                "/" + own.home(),
                home.toString());
        Path library = home.resolve("lib/server/libjvm.so");
        succeed("strip", "--strip-all", library.toString());
        Jdk stripped = new Jdk(own.version(), own.root(), own.root().relativize(home), own.user());
        try (TargetJvm target = TargetJvm.start(stripped, SMALL, LITTLE)) {
            assertThat(Files.readString(Path.of("/proc/" + target.pid() + "/maps")))
                    .contains(library.toString());

            CommandRun run = map(target.pid());
            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .as("what is exported stands in the dynamic symbols, which strip keeps")
                    .contains("collector serial", "java-heap", "metaspace", "code-cache")
                    .doesNotContain(OUTSIDE);
        }
    }

    /** Another virtual machine than HotSpot calls its library that too. */
    @Test
    void aLibraryOfThatNameWithoutVmStructs(@TempDir Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("vm.c"), "int JNI_CreateJavaVM(void) { return 0; }\n");
        Path program = Files.writeString(folder.resolve("main.c"), """
                #include <unistd.h>
                int JNI_CreateJavaVM(void);
                int main(void) { JNI_CreateJavaVM(); write(1, "ready\\n", 6); pause(); return 0; }
                """);
        Path library = folder.resolve("libjvm.so");
        succeed("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
        Path built = folder.resolve("machine");
        succeed("cc", "-Wl,-rpath," + folder, "-o", built.toString(), program.toString(), library.toString());
        Process machine = new ProcessBuilder(built.toString()).start();
        try {
            assertThat(machine.inputReader().readLine()).isEqualTo("ready");

            CommandRun run = map(machine.pid());
            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains(OUTSIDE + library
                            + ": it exports no vmStructs (another VM than HotSpot, or HotSpot built without them); would need:"
                            + " ask the JVM itself (--ask)")
                    .contains("library        libjvm.so text", "main-stack");
        } finally {
            machine.destroyForcibly();
        }
    }

    @Test
    void aJvmInAPidNamespaceOfItsOwn() {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to make a pid namespace");
        List<String> wrapper = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
        try (TargetJvm target = TargetJvm.start(wrapper, Jdk.own(), SMALL, LITTLE)) {
            long inner =
                    target.process().descendants().findFirst().orElseThrow().pid();

            CommandRun run = map(inner, "--ask");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains("collector serial", "java-heap", "thread-stack")
                    .contains("\"main\"")
                    .doesNotContain(OUTSIDE, "could not be asked");
        }
    }

    @Test
    void aProgramInAChroot(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, for chroot");
        Path source = Files.writeString(
                folder.resolve("main.c"),
                "#include <unistd.h>\nint main(void) { write(1, \"ready\\n\", 6); pause(); return 0; }\n");
        succeed("cc", "-static", "-o", folder.resolve("still").toString(), source.toString());
        Process inside = new ProcessBuilder("chroot", folder.toString(), "/still").start();
        try {
            assertThat(inside.inputReader().readLine()).isEqualTo("ready");

            CommandRun run = map(inside.pid());
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("executable     still text").doesNotContain("note: ");
        } finally {
            inside.destroyForcibly();
        }
    }

    private static void succeed(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "needs " + command[0] + ": " + e.getMessage());
            throw e;
        }
        assumeTrue(
                process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0,
                "needs " + String.join(" ", command) + " to succeed");
    }
}
