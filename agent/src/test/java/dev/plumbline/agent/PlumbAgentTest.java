package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of their own have the agent, packed as the build packs it. */
class PlumbAgentTest {

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

    @Test
    void fromTheStartItWritesNothingOfItsOwnToTheApplicationsStreams() throws IOException, InterruptedException {
        Path report = folder.resolve("report.json");
        try (Guest guest = Guest.start(folder, "-javaagent:" + jar + "=report=" + report + ",no-such-argument")) {
            awaitFile(report);
            assertThat(guest.ask("threads")).contains(Errand.THREAD);
            assertThat(guest.end()).isZero();
            assertThat(guest.standardError()).isEmpty();
        }
        assertThat(Files.readString(report)).contains("unknown argument \\\"no-such-argument\\\"");
    }

    @Test
    void attachedItAnswersAndServesTheMapByJmx() throws IOException, InterruptedException {
        try (Guest guest = Guest.start(folder, "-XX:+EnableDynamicAgentLoading")) {
            assertThat(guest.load(jar, "period=1h")).startsWith("running");

            assertThat(guest.ask("threads").split("plumbline", -1))
                    .as("one thread")
                    .hasSize(2);
            assertThat(guest.ask("attribute Snapshots")).isEqualTo("1");
            assertThat(guest.ask("attribute Owners")).contains("owner=library", "owner=main-stack");
            assertThat(guest.ask("attribute Mappings")).contains("owner=vdso", "permissions=r-xp", "libjvm.so");
            assertThat(guest.ask("attribute Verdicts")).contains("check=process.w-x", "verdict=");
            assertThat(guest.ask("invoke dev.plumbline:type=MemoryMap snapshot"))
                    .isEqualTo("true");
            assertThat(guest.ask("attribute Snapshots")).isEqualTo("2");
            assertThat(guest.end()).isZero();
            assertThat(guest.standardError()).isEmpty();
        }
    }

    @Test
    void withoutJmxThereIsNoMBean() throws IOException {
        try (Guest guest = Guest.start(folder)) {
            assertThat(guest.load(jar, "jmx=no")).startsWith("running");

            assertThat(guest.ask("registered dev.plumbline:type=MemoryMap")).isEqualTo("false");
        }
    }

    /** The first snapshot's arenas are of a time when the JVM compiles the agent and allocates for it. */
    @Test
    void littleIsWithoutAnOwnerFromTheFirstSnapshotOn() throws IOException {
        try (Guest guest = Guest.start(folder)) {
            guest.load(jar, "jfr,period=1h");
            String owners = guest.ask("attribute Owners");

            long resident = sum(owners, "owner=");
            assertThat(100 * sum(owners, "owner=unknown")).as(owners).isLessThan(2 * resident);
        }
    }

    @Test
    void theApplicationSeesNothingButTheEntryPoints() throws IOException {
        try (Guest guest = Guest.start(folder)) {
            guest.load(jar, "");

            assertThat(guest.ask("visible " + PlumbAgent.class.getName())).startsWith("yes");
            for (String type : List.of(
                    "com.fasterxml.jackson.core.JsonFactory",
                    "com.sun.jna.Native",
                    "org.jspecify.annotations.Nullable")) {
                assertThat(guest.ask("visible " + type)).as(type).isEqualTo("no");
            }
            assertThat(guest.ask("properties")).isEqualTo("[]");
        }
    }

    @Test
    void aSecondAttachTakesThePlaceOfTheFirst() throws IOException {
        try (Guest guest = Guest.start(folder)) {
            guest.load(jar, "period=1h");
            guest.load(jar, "period=2h");

            assertThat(guest.ask("attribute PeriodSeconds")).isEqualTo("7200");
            assertThat(guest.ask("threads").split(Errand.THREAD, -1)).hasSize(2);
        }
    }

    @Test
    void aJarThatIsNoneIsAnsweredAndDoesNotDisturb() throws IOException, InterruptedException {
        Path other = Files.writeString(folder.resolve("other.jar"), "no archive");
        try (Guest guest = Guest.start(folder, "-XX:+EnableDynamicAgentLoading")) {
            List<String> answer = guest.load(jar, "jar=" + other);

            assertThat(answer.get(0)).isEqualTo("failed");
            assertThat(answer.get(1)).startsWith("the agent's JAR cannot be used");
            assertThat(guest.end()).isZero();
            assertThat(guest.standardError()).isEmpty();
        }
    }

    @Test
    void nothingRunsThatCouldBeStopped() throws IOException {
        try (Guest guest = Guest.start(folder)) {
            assertThat(guest.load(jar, "stop")).containsExactly("absent");
        }
    }

    private static long sum(String owners, String with) {
        return owners.lines()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .filter(row -> row.contains(with))
                .map(row -> row.replaceAll(".* residentBytes=(\\d+).*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static void awaitFile(Path file) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("no " + file).isLessThan(deadline);
            Guest.pause();
        }
    }
}
