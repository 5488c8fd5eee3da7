package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of its own starts with the agent, packed as the build packs it. */
class PlumbAgentTest {

    /** The application: says that it ran. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) {
            System.out.println("application " + String.join(" ", arguments));
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path agent = Path.of("");

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void pack() throws IOException {
        agent = folder.resolve("agent.jar");
        Manifest manifest;
        try (InputStream in = Files.newInputStream(Path.of("src/main/manifest/MANIFEST.MF"))) {
            manifest = new Manifest(in);
        }
        String name = PlumbAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(agent);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(name));
            jar.write(Files.readAllBytes(Path.of("target/classes").resolve(name)));
        }
    }

    private Result run(String... jvmOptions) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", "target/test-classes", Application.class.getName(), "one"));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void leavesTheApplicationAsItWas() throws IOException, InterruptedException {
        Result with = run("-javaagent:" + agent);

        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(with).isEqualTo(run());
        assertThat(with.out()).isEqualTo("application one\n");
    }

    @Test
    void saysOnTheLogWhereToLookInstead() throws IOException, InterruptedException {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=FINE
                dev.plumbline.level=FINE
                """);
        Result result = run("-Djava.util.logging.config.file=" + logging, "-javaagent:" + agent + "=argument");

        assertThat(result.err()).containsOnlyOnce("plumbline agent loaded").containsPattern("plumb check --pid [0-9]+");
        assertThat(result.out()).isEqualTo("application one\n");
    }
}
