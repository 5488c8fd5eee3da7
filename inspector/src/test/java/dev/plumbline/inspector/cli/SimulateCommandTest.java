package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.observed.trace.RecordedEvents;
import dev.plumbline.inspector.report.PublishedSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb simulate} as the shell would run it. */
class SimulateCommandTest {

    private static final PublishedSchema COURSE = new PublishedSchema("simulate.schema.json");
    private static final PublishedSchema BASELINE = new PublishedSchema("baseline.schema.json");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"boot", "server", "fragment", "hugepage"})
    void everyPresetHasACourse(String preset) throws IOException {
        String[] command = {
            "simulate", "--arch", "x86_64", "--ram", "256M", "--workload", preset, "--steps", "100000", "--seed", "7"
        };

        CommandRun text = CommandRun.onTerminal(80, command);
        assertThat(text.err()).isEmpty();
        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .contains("workload  " + preset)
                .contains("node 0 DMA32")
                .contains("splits, ");
        assertThat(text.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));

        String[] asJson = Arrays.copyOf(command, command.length + 1);
        asJson[command.length] = "--json";
        String json = CommandRun.of(asJson).out();
        assertThat(COURSE.problems(json)).isEmpty();
        assertThat(CommandRun.of(asJson).out()).isEqualTo(json);
        for (JsonNode sample : new ObjectMapper().readTree(json).path("course")) {
            for (JsonNode zone : sample.path("zones")) {
                long pages = 0;
                for (int order = 0; order < zone.path("freeBlocksByOrder").size(); order++) {
                    pages += zone.path("freeBlocksByOrder").get(order).asLong() << order;
                }
                assertThat(zone.path("freePages").asLong()).isEqualTo(pages);
                assertThat(pages).isLessThanOrEqualTo(zone.path("managedPages").asLong());
            }
        }
    }

    @Test
    void holesLeaveNoHugePages() throws IOException {
        JsonNode last = lastZone("fragment", "DMA32");

        assertThat(last.path("unusableIndexByOrder").get(9).asInt()).isGreaterThan(900);
        assertThat(lastZone("server", "DMA32")
                        .path("unusableIndexByOrder")
                        .get(9)
                        .asInt())
                .isLessThan(500);
    }

    private static JsonNode lastZone(String preset, String name) throws IOException {
        JsonNode course = new ObjectMapper()
                .readTree(CommandRun.of(
                                "simulate",
                                "--arch",
                                "x86_64",
                                "--ram",
                                "256M",
                                "--workload",
                                preset,
                                "--steps",
                                "300000",
                                "--json")
                        .out())
                .path("course");
        for (JsonNode zone : course.get(course.size() - 1).path("zones")) {
            if (zone.path("zone").asText().equals(name)) {
                return zone;
            }
        }
        throw new AssertionError("no zone " + name);
    }

    /** QEMU's own memory map and Debian's kernel: the description must say the same of zones as the machine showed. */
    @Test
    void aDescriptionIsWhatTheMachineShows() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        Path capture = Captures.named("x86_64-5level");
        CommandRun made = CommandRun.of(
                "simulate",
                "--arch",
                "x86_64",
                "--ram",
                "768M",
                "--cpus",
                "1",
                "--steps",
                "0",
                "--config",
                config(capture).toString(),
                "--cmdline",
                "console=ttyS0 panic=10",
                "-o",
                baseline.toString());
        assertThat(made.err()).isEmpty();
        assertThat(made.exitCode()).isZero();
        assertThat(BASELINE.problems(Files.readString(baseline))).isEmpty();

        CommandRun run = CommandRun.of("compare", "--verbose", baseline.toString(), capture.toString());
        assertThat(run.out())
                .containsPattern("zone.managed node 0 DMA32 +[0-9]+ to [0-9]+\n")
                .containsPattern("zone.start-pfn node 0 DMA32 +4096\n")
                .containsPattern("zone.zonelist node 0 +0\n")
                .containsPattern("kernel.config CONFIG_X86_5LEVEL +y\n");
    }

    private Path config(Path capture) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(capture)) {
            return Files.copy(zip.getPath("boot/config-6.1.0-50-amd64"), folder.resolve("config"));
        }
    }

    @Test
    void theBaselineSaysHowFarTheSimulationCame() throws IOException {
        Path baseline = folder.resolve("b.json");
        CommandRun run = CommandRun.of(
                "simulate", "--arch", "x86_64", "--ram", "64M", "--steps", "5000", "-o", baseline.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(BASELINE.problems(Files.readString(baseline))).isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(baseline.toFile())
                        .at("/simulation/end")
                        .asText())
                .isEqualTo("complete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--arch x86_64 --ram 8G --nodes 0|0 nodes: 1 to 1024 are allowed, of at least 16M each",
                "--arch x86_64 --ram 128T --cmdline no5lvl|physical addresses of x86_64 have at most 46 bits",
                "--arch x86_64 --ram 8G --cmdline kernelcore=9G|kernelcore=9 GiB: at most the machine's RAM is allowed, 8 GiB",
                "--arch x86_64 --ram 8G --cmdline movablecore=101%|movablecore=101%: at most the machine's RAM",
                "--arch vax --ram 8G|--arch vax: allowed are x86_64, i386, aarch64",
                "--arch x86_64 --ram 8|--ram 8: a whole number with K, M, G, T or P is allowed, such as 512G",
                "--arch x86_64 --ram 1M|1048576 bytes of RAM: 16M to",
                "--arch x86_64 --ram 8G --page-size 16K|page size 16 KiB: x86_64 has 4 KiB",
                "--arch x86_64 --ram 8G --cpus 0|--cpus 0: 1 to 8192 are allowed",
                "--arch x86_64 --ram 8G --kernel six|--kernel six: a release is allowed",
                "--arch x86_64 --ram 8G --steps -1|--steps -1: 0 or more are allowed",
                "--from live --arch x86_64|--from names a machine; --arch and --ram describe another",
                "--arch x86_64 --ram 1G --workload boot --trace x|--trace and --workload exclude each other",
                "--arch x86_64|--arch and --ram describe a machine together",
                "--arch x86_64 --ram 8G --workload rest|Invalid value for option '--workload'",
            })
    void nonsenseIsOneLineThatSaysWhatIsAllowed(String options, String told) {
        CommandRun run = CommandRun.of(("simulate " + options).split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).contains(told);
    }

    /** Both forms of a real kernel's trace, and what grep counts in them. */
    @ParameterizedTest
    @CsvSource({
        "trace, 3625 mm_page_alloc and 2775 mm_page_free events, 'took 2003 blocks'",
        "perf-script.txt, 989 mm_page_alloc and 1059 mm_page_free events, 'took '",
    })
    void aRecordedTraceIsAskedAgain(String file, String events, String taken) throws IOException {
        Path trace = Files.write(
                folder.resolve(file), RecordedEvents.named("x86_64-6.1").file(file));
        String[] command = {
            "simulate",
            "--arch",
            "x86_64",
            "--ram",
            "192M",
            "--kernel",
            "6.1",
            "--cpus",
            "1",
            "--trace",
            trace.toString()
        };

        CommandRun run = CommandRun.of(command);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(events)
                .contains(taken)
                .contains(" 0 found no block");
        String[] asJson = Arrays.copyOf(command, command.length + 1);
        asJson[command.length] = "--json";
        assertThat(COURSE.problems(CommandRun.of(asJson).out())).isEmpty();
    }

    @Test
    void aTraceIsReadCompressedAndItsUnreadableLineNamed() throws IOException {
        byte[] recorded = RecordedEvents.named("x86_64-6.1").file("trace");
        Path packed = folder.resolve("trace.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(recorded);
        }
        assertThat(CommandRun.of("simulate", "--arch", "x86_64", "--ram", "192M", "--trace", packed.toString())
                        .exitCode())
                .isZero();

        Path torn = Files.write(folder.resolve("torn"), Arrays.copyOf(recorded, 50_000));
        CommandRun run = CommandRun.of("simulate", "--arch", "x86_64", "--ram", "192M", "--trace", torn.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(torn + " line ").contains("expected ").hasLineCount(1);
    }

    @Test
    void aCaptureIsSimulatedAsItsFirmwareDescribesIt() throws IOException {
        Path baseline = folder.resolve("numa.json");
        String capture = Captures.named("x86_64-numa-6g").toString();
        CommandRun run = CommandRun.of("simulate", "--from", capture, "--steps", "20000", "-o", baseline.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("node 0 DMA32").contains("node 1 DMA32").contains("node 1 Normal");
        assertThat(BASELINE.problems(Files.readString(baseline))).isEmpty();
        CommandRun same = CommandRun.of("compare", baseline.toString(), capture);
        assertThat(same.out()).contains("same in what matters").contains(" 0 drifted, 0 not compared");
        assertThat(same.exitCode()).isZero();
    }

    @Test
    void aMachineThatHasNoRoomIsDerivedAllTheSame() {
        CommandRun tooLarge = CommandRun.of("simulate", "--arch", "x86_64", "--ram", "60T", "--nodes", "32");
        assertThat(tooLarge.exitCode()).isEqualTo(3);
        assertThat(tooLarge.err()).contains("--steps 0 leaves them out").hasLineCount(1);

        Path baseline = folder.resolve("large.json");
        CommandRun derived = CommandRun.of(
                "simulate",
                "--arch",
                "x86_64",
                "--ram",
                "60T",
                "--nodes",
                "32",
                "--steps",
                "0",
                "-o",
                baseline.toString());
        assertThat(derived.err()).isEmpty();
        assertThat(derived.exitCode()).isZero();
        assertThat(baseline).isNotEmptyFile();
    }
}
