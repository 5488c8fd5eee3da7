package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.report.PublishedSchema;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code plumb compare} as the shell would run it. */
class CompareCommandTest {

    private static final PublishedSchema SCHEMA = new PublishedSchema("compare.schema.json");
    private static final Path NUMA = Captures.named("x86_64-numa-6g");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCaptureIsTheSameAsItself(Path capture) {
        CommandRun run = CommandRun.of("compare", capture.toString(), capture.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("same in what matters").contains(" 0 matter, 0 follow, 0 do not");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyOtherCaptureIsAnotherMachine(Path capture) throws IOException {
        String other = (capture.equals(NUMA) ? Captures.named("x86_64-4level") : NUMA).toString();
        CommandRun run = CommandRun.onTerminal(80, "compare", "--color=never", capture.toString(), other);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("matters: hardware").contains("differs in what matters");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        String json =
                CommandRun.of("compare", capture.toString(), other, "--json").out();
        assertThat(SCHEMA.problems(json)).isEmpty();
        JsonNode summary = new ObjectMapper().readTree(json).path("summary");
        assertThat(summary.path("same").asBoolean()).isFalse();
        long counted = List.of("matters", "follows", "immaterial", "drifted", "notCompared", "agreeing").stream()
                .mapToLong(name -> summary.path(name).asLong())
                .sum();
        assertThat(counted).isEqualTo(summary.path("quantities").asLong());
    }

    @Test
    void isolationIsWhatTellsTheIsolatedMachine() {
        CommandRun run = CommandRun.of(
                "compare",
                "--verbose",
                Captures.named("x86_64-4level").toString(),
                Captures.named("x86_64-4level-pti").toString());

        assertThat(run.out())
                .containsPattern("boot.paging-option pti +none \\| on")
                .containsPattern("memory.ram +511.5 MiB \\| 255.5 MiB")
                .containsPattern("paging.isolation +off \\| on");
    }

    @Test
    void thisHostIsTheSameAsItself() {
        CommandRun run = CommandRun.of("compare", "live", "live");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("same in what matters");
        assertThat(run.exitCode()).isZero();
    }

    /** What the numa machine's files say, with one thing changed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proc/zoneinfo|managed  3840|managed  3839|zone.managed node 0 DMA",
                "proc/zoneinfo|managed  500576|managed  500000|zone.managed node 0 DMA32",
                "proc/zoneinfo|present  3998|present  3997|zone.present node 0 DMA",
                "proc/zoneinfo|spanned  4095|spanned  4096|zone.spanned node 0 DMA",
                "proc/zoneinfo|start_pfn:           1048576|start_pfn:           1048577|zone.start-pfn node 1 Normal",
                "proc/zoneinfo|batch: 63|batch: 31|zone.pcp node 0 DMA32 batch",
                "proc/zoneinfo|protection: (0, 1947|protection: (0, 1948|zone.protection node 0 DMA protection[1]",
                "proc/sys/vm/min_free_kbytes|90112|90113|zone.min-free-kbytes",
                "proc/sys/vm/lowmem_reserve_ratio|256|128|sysctl.memory vm.lowmem_reserve_ratio",
                "proc/sys/vm/watermark_scale_factor|10|11|sysctl.memory vm.watermark_scale_factor",
                "proc/sys/kernel/randomize_va_space|2|1|layout.sysctl kernel.randomize_va_space",
                "sys/kernel/mm/transparent_hugepage/enabled|[always] madvise|always [madvise]|hugepages.setting enabled",
                "sys/devices/system/node/node0/distance|10 21|10 20|node.distances",
                "sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages|0|4|hugetlb.pool 2048kB nr_hugepages",
                "proc/cmdline|nokaslr|nokaslr kernelcore=1G|boot.ram-option kernelcore",
                "proc/version|6.1.0-50|6.1.0-51|kernel.release",
            })
    void oneThingThatMattersIsNamed(String file, String from, String to, String quantity) throws IOException {
        CommandRun run = CommandRun.of("compare", NUMA.toString(), edited(file, from, to));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\n  " + quantity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proc/meminfo|5759808 kB|5759809 kB|drift: memory.meminfo 1",
                "proc/sys/vm/swappiness|60|61|differs and does not matter: sysctl.other 1",
                "proc/cmdline|panic=10|panic=11|differs and does not matter: boot.other-option 1",
            })
    void whatDoesNotMatterIsCountedAsSuch(String file, String from, String to, String told) throws IOException {
        CommandRun run = CommandRun.of("compare", NUMA.toString(), edited(file, from, to));

        assertThat(run.out()).contains(told);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatOneSideDoesNotShowIsNotTheSame() throws IOException {
        CommandRun run = CommandRun.of("compare", NUMA.toString(), edited("proc/zoneinfo", "", ""));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("not compared, proc/zoneinfo").contains("zone.managed 4");
        assertThat(CommandRun.of("compare", NUMA.toString(), NUMA.toString()).out())
                .contains("0 not compared");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ \"document\": \"map\" }|line 1, column 15: \"map\", expected \"baseline\": what plumb simulate -o writes",
                "{ \"document\": \"baseline\" }|no baseline: it has no kind, name and takenAt of \"source\"",
                "{ \"document\":|line 1, column 14: not JSON",
            })
    void aDocumentThatIsNoBaselineIsOneLine(String text, String told) throws IOException {
        Path file = Files.writeString(folder.resolve("b.json"), text);

        CommandRun run = CommandRun.of("compare", file.toString(), "live");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("plumb: " + file + ": " + told).hasLineCount(1);
    }

    @Test
    void whatIsNotThereIsOneLine() {
        CommandRun run = CommandRun.of("compare", folder + "/none", "live");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).isEqualTo("plumb: no such capture: " + folder + "/none\n");
        assertThat(CommandRun.of("compare", "live").exitCode()).isEqualTo(2);
    }

    /** The numa capture with one text changed once, or without the file. */
    private String edited(String file, String from, String to) throws IOException {
        Path copy = Files.copy(NUMA, folder.resolve("edited.zip"));
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            Path path = zip.getPath(file);
            if (from.isEmpty()) {
                Files.delete(path);
            } else {
                String text = Files.readString(path);
                assertThat(text).contains(from);
                Files.writeString(path, text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
            }
        }
        return copy.toString();
    }
}
