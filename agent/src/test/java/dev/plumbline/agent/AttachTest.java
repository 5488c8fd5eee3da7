package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb attach} and JVMs that are not like the one it runs in. */
class AttachTest {

    private static final List<String> SMALL = List.of("-Xmx48m", "-XX:+UseSerialGC");
    private static final String[] LITTLE = {"direct=0", "mapped=0", "threads=0", "heap=0"};
    private static final int NOBODY = 65534;
    private static final int TERMINATED = 128 + 15;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path shared;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static Path jar = Path.of("");

    @BeforeAll
    static void pack() throws IOException {
        jar = AgentJar.pack(shared.resolve("plumb-agent.jar"));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 26})
    void aJvmWithAnotherRootIsHandedTheJar(int version) throws IOException, InterruptedException {
        Jdk jdk = jdk(version);
        try (TargetJvm target = TargetJvm.start(jdk, SMALL, LITTLE)) {
            comesAndGoes(target.pid(), jdk.root());
        }
    }

    @Test
    void aJvmOfAnotherUserWithAnotherRootIsHandedTheJar() throws IOException, InterruptedException {
        Jdk jdk = jdk(21).asUser(NOBODY);
        try (TargetJvm target = TargetJvm.start(jdk, SMALL, LITTLE)) {
            comesAndGoes(target.pid(), jdk.root());
        }
    }

    @Test
    void aJvmOfAnotherUserIsHandedTheJar() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root starts a JVM of another user");
        try (TargetJvm target = TargetJvm.start(Jdk.own().asUser(NOBODY), SMALL, LITTLE)) {
            comesAndGoes(target.pid(), Path.of("/"));
        }
    }

    @Test
    void whatDoesNotAcceptIsNotSaidToBeLoaded() throws IOException, InterruptedException {
        try (TargetJvm target = TargetJvm.start(
                Jdk.own(), List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:+DisableAttachMechanism"), LITTLE)) {
            PlumbUnderTest refused = attach(target.pid());

            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(3);
            assertThat(refused.output()).contains("DisableAttachMechanism").doesNotContain("loading");
            assertThat(target.process().isAlive()).isTrue();
        }
    }

    @Test
    void endedBySignalItLeavesNoFolder() throws IOException, InterruptedException {
        List<Path> before = exchanges(Path.of("/"));
        try (TargetJvm target = TargetJvm.start(Jdk.own(), SMALL, LITTLE)) {
            File output = folder.resolve("output").toFile();
            Process plumb = PlumbUnderTest.start(
                    output,
                    "attach",
                    Integer.toString(target.pid()),
                    "--agent",
                    silentAgent().toString());
            try {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (exchanges(Path.of("/")).equals(before)) {
                    assertThat(System.nanoTime())
                            .as("no folder; it printed %s", Files.readString(output.toPath()))
                            .isLessThan(deadline);
                    Guest.pause();
                }
                plumb.destroy();

                assertThat(plumb.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(plumb.exitValue()).isEqualTo(TERMINATED);
                assertThat(exchanges(Path.of("/"))).isEqualTo(before);
            } finally {
                plumb.destroyForcibly();
            }
        }
    }

    private void comesAndGoes(int pid, Path root) throws IOException, InterruptedException {
        List<Path> before = exchanges(root);

        PlumbUnderTest came = attach(pid);
        assertThat(came.exitCode()).as(came.output()).isZero();
        assertThat(came.output()).contains("the agent runs in process " + pid).contains("first snapshot in");
        assertThat(exchanges(root)).isEqualTo(before);

        PlumbUnderTest left =
                PlumbUnderTest.run(folder, "attach", Integer.toString(pid), "--agent", jar.toString(), "--stop");
        assertThat(left.exitCode()).as(left.output()).isZero();
        assertThat(left.output()).contains("the agent has left process " + pid);
        assertThat(exchanges(root)).isEqualTo(before);
    }

    private PlumbUnderTest attach(int pid) throws IOException, InterruptedException {
        return PlumbUnderTest.run(folder, "attach", Integer.toString(pid), "--agent", jar.toString());
    }

    private static Jdk jdk(int version) {
        Optional<Jdk> jdk = Jdk.ofVersion(version).filter(Jdk::chrooted);
        assumeTrue(jdk.isPresent(), Jdk.missing(version));
        return jdk.get();
    }

    private static List<Path> exchanges(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("tmp"))) {
            return files.filter(path -> path.getFileName().toString().startsWith(".plumbline-"))
                    .sorted()
                    .toList();
        }
    }

    /** One that is loaded and never answers, so that whoever attached waits. */
    private Path silentAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), SilentAgent.class.getName());
        String name = SilentAgent.class.getName().replace('.', '/') + ".class";
        Path file = folder.resolve("silent.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream archive = new JarOutputStream(out, manifest);
                var in = AttachTest.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            archive.putNextEntry(new ZipEntry(name));
            archive.write(in.readAllBytes());
        }
        return file;
    }

    /** An agent that does nothing, and so never answers. */
    public static final class SilentAgent {

        private SilentAgent() {}

        /** Called by the JVM. */
        public static void agentmain(@Nullable String arguments) {}
    }
}
