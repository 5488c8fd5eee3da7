package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native calls inside an application that has an older JNA of its own, or forbids native access. */
class BesideJnaTest {

    /** Where the build puts it, on no class path. */
    private static final Path OLDER = Path.of("target/older-jna/jna-5.5.0.jar");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void theApplicationsOlderJnaGoesOnWorking() throws IOException {
        assumeTrue(Files.exists(OLDER), () -> OLDER + " is missing: mvn process-test-resources copies it");
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        Path java = Path.of(System.getProperty("java.home"));
        try (Guest guest = Guest.start(java, folder, List.of(OLDER.toAbsolutePath()))) {
            String before = guest.ask("jna");
            assertThat(before).startsWith("5.5.0").endsWith(" " + guest.pid());
            String properties = guest.ask("properties");

            assertThat(guest.load(jar, "native=yes"))
                    .startsWith("running")
                    .noneMatch(line -> line.startsWith("trouble"));

            assertThat(guest.ask("jna")).isEqualTo(before);
            assertThat(guest.ask("properties")).isEqualTo(properties);
            assertThat(guest.load(jar, "stop")).containsExactly("stopped");
            assertThat(guest.ask("jna")).isEqualTo(before);
        }
    }

    @Test
    void nothingIsLeftOfTheUnpackedLibrary() throws IOException {
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        try (Guest guest = Guest.start(folder)) {
            guest.load(jar, "native=yes");

            assertThat(guest.ask("properties")).isEqualTo("[]");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(p -> p.getFileName().toString()).toList())
                        .noneMatch(name -> name.startsWith("plumbline") || name.startsWith("jna"));
            }
        }
    }

    @Test
    void whereNativeAccessIsForbiddenPlainJavaServes() throws IOException {
        assumeTrue(Runtime.version().feature() >= 24, "--illegal-native-access came with Java 24");
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        try (Guest guest = Guest.start(folder, "--illegal-native-access=deny")) {
            assertThat(guest.load(jar, "native=yes"))
                    .startsWith("running")
                    .anyMatch(line -> line.matches("trouble: native calls are not available: .*[Ii]llegal.*"));
            assertThat(guest.ask("attribute Owners")).contains("owner=java-heap");
        }
    }
}
