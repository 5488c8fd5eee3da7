package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of the agent in an application, once and after many times.
 *
 * <p>A loader may outlive its visit for a moment: while the JIT compiles a method, the JVM holds the method's loader by a JNI global
 * reference (hotspot compileTask.cpp, {@code CompileTask::select_for_compilation}), and a loaded machine takes a second for a
 * large one. So what must be gone is waited for, and none may remain when the compilers are done.
 */
class DetachTest {

    private static final Duration COMPILATION = Duration.ofSeconds(60);

    /**
     * From the sixtieth visit to the hundredth, once what was freed has settled. Whatever a visit left behind would be forty times there: its
     * classes and data are four megabytes and more, the stack of its thread alone 116 KiB. The heap is touched from the start and the C
     * library has one arena. What does come, by {@code plumb map --diff}, is metaspace in chunks of 64 KiB and more, and code of
     * methods of the JDK that are compiled anew: 0.8 to 4 MiB in all runs that were watched.
     */
    private static final long MOST_BYTES_MORE = 40 * (116L << 10);

    private static final Duration SETTLING = Duration.ofSeconds(7);

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
            assertThat(guest.ask("objects " + IsolatedLoader.class.getName())).isEqualTo("1");
            assertThat(guest.load(jar, "stop")).containsExactly("stopped");

            assertThat(guest.ask("threads")).doesNotContain("plumbline");
            assertThat(guest.ask("registered " + BEAN)).isEqualTo("false");
            awaitNone(guest, IsolatedLoader.class.getName());
            awaitNone(guest, "dev.plumbline.inspector");
            assertThat(guest.ask("properties")).isEqualTo("[]");
            Files.delete(report);
            assertThat(files())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(before.stream(), Stream.of("answer")).toList());
        }
    }

    @Test
    void visitsLeaveNoLoaderAndNoClass() throws IOException {
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        try (Guest guest = Guest.start(folder)) {
            List<String> before = files();
            visit(guest, jar, 2);
            long classes = ownClasses(guest);

            visit(guest, jar, 6);

            assertThat(ownClasses(guest)).as("the agent's classes").isEqualTo(classes);
            assertThat(guest.ask("threads")).doesNotContain("plumbline");
            assertThat(files())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(before.stream(), Stream.of("answer")).toList());
        }
    }

    @Test
    @Tag("slow")
    void aHundredVisitsLeaveNoLoaderNoClassAndNoMemory() throws IOException {
        Path jar = AgentJar.pack(folder.resolve("plumb-agent.jar"));
        try (Guest guest = Guest.withOneArena(folder, "-Xms64m", "-XX:+AlwaysPreTouch", "-XX:MaxMetaspaceSize=64m")) {
            visit(guest, jar, 60);
            long classes = ownClasses(guest);
            long rss = settledRssBytes(guest);

            visit(guest, jar, 40);

            assertThat(ownClasses(guest)).as("the agent's classes").isEqualTo(classes);
            assertThat(settledRssBytes(guest) - rss).as("resident bytes more").isLessThan(MOST_BYTES_MORE);
            assertThat(guest.ask("threads")).doesNotContain("plumbline");
        }
    }

    private static void visit(Guest guest, Path jar, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(guest.load(jar, "jfr")).startsWith("running");
            assertThat(guest.load(jar, "stop")).containsExactly("stopped");
        }
    }

    private static void awaitNone(Guest guest, String type) throws IOException {
        long deadline = System.nanoTime() + COMPILATION.toNanos();
        String objects = guest.ask("objects " + type);
        while (!objects.equals("0") && System.nanoTime() < deadline) {
            Guest.pause();
            objects = guest.ask("objects " + type);
        }
        assertThat(objects).as(type).isEqualTo("0");
    }

    /**
     * How many classes of the agent's are loaded, once the latest loader is gone: the entry points. Counted from the JVM's list; its
     * counters of loaded and of unloaded classes drift apart where event classes come and go. The record that takes the
     * place of others in the JDK's caches is there once for each place, one of them soft, and once more as an entry point.
     */
    private static long ownClasses(Guest guest) throws IOException {
        awaitNone(guest, IsolatedLoader.class.getName());
        long places = Long.parseLong(guest.ask("classes " + Occupant.class.getName()));
        assertThat(places).as("occupants").isBetween(1L, 3L);
        return Long.parseLong(guest.ask("classes dev.plumbline")) - places;
    }

    /** The least of some seconds: compilers give back what they needed, and HotSpot keeps freed chunks of arenas for five. */
    private static long settledRssBytes(Guest guest) throws IOException {
        long end = System.nanoTime() + SETTLING.toNanos();
        long least = rssBytes(guest);
        while (System.nanoTime() < end) {
            Guest.pause();
            least = Math.min(least, rssBytes(guest));
        }
        return least;
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
