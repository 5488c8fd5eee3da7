package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the agent in an application, once and after many times. */
class DetachTest {

    /** Of one visit, with the classes of the JDK that it needs. The latest may stay until the JVM wants memory (a soft reference). */
    private static final long CLASSES_OF_A_VISIT = 1500;

    /** A leaked visit is four megabytes and more; the allocator's arenas and the JIT's code come to rest only by and by. */
    private static final long SETTLING_BYTES = 16 << 20;

    private static final String BEAN = "dev.plumbline:type=MemoryMap";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void nothingIsLeft() throws IOException {
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        Path report = folder.resolve("report.json");
        try (Guest guest = Guest.start(folder)) {
            List<String> before = files();
            assertThat(guest.load(jar, "jfr,report=" + report)).startsWith("running");
            assertThat(guest.ask("registered " + BEAN)).isEqualTo("true");
            assertThat(guest.load(jar, "stop")).containsExactly("stopped");

            assertThat(guest.ask("threads")).doesNotContain("plumbline");
            assertThat(guest.ask("registered " + BEAN)).isEqualTo("false");
            assertThat(guest.ask("histogram " + IsolatedLoader.class.getName())).isEqualTo("0");
            assertThat(guest.ask("histogram dev.plumbline.inspector")).isEqualTo("0");
            assertThat(guest.ask("properties")).isEqualTo("[]");
            Files.delete(report);
            assertThat(files())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(before.stream(), Stream.of("answer")).toList());
        }
    }

    @Test
    void visitsLeaveNeitherClassesNorMemory() throws IOException {
        visit(3, 9);
    }

    @Test
    @Tag("slow")
    void aHundredVisitsLeaveNeitherClassesNorMemory() throws IOException {
        visit(20, 80);
    }

    private void visit(int first, int more) throws IOException {
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        try (Guest guest = Guest.start(folder, "-XX:MaxMetaspaceSize=64m")) {
            cycles(guest, jar, first);
            long[] classes = classes(guest);
            long rss = rssBytes(guest);

            cycles(guest, jar, more);

            long[] later = classes(guest);
            assertThat(later[0]).as("classes loaded").isLessThan(classes[0] + CLASSES_OF_A_VISIT);
            assertThat(later[1] - classes[1]).as("classes unloaded").isGreaterThan(100L * more);
            assertThat(rssBytes(guest) - rss).as("resident bytes more").isLessThan(SETTLING_BYTES);
            assertThat(guest.ask("threads")).doesNotContain("plumbline");
        }
    }

    private static void cycles(Guest guest, Path jar, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(guest.load(jar, "jfr")).startsWith("running");
            assertThat(guest.load(jar, "stop")).containsExactly("stopped");
        }
    }

    private static long[] classes(Guest guest) throws IOException {
        guest.ask("histogram plumbline");
        return Stream.of(guest.ask("classes").split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static long rssBytes(Guest guest) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(guest.pid()), "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Rss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .sum();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }
}
