package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlbCommandTest {

    private Path folder;

    private Path trace;

    @BeforeEach
    void copyTrace(@TempDir Path temporary) throws IOException {
        folder = temporary;
        trace = folder.resolve("true.lackey.gz");
        try (InputStream in = TlbCommandTest.class.getResourceAsStream("/traces/true.lackey.gz")) {
            Files.copy(Objects.requireNonNull(in), trace);
        }
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** What the trace's own lines say: references by kind, and the pages that code and data touch. */
    private record Lines(long fetches, long loads, long stores, Set<Long> codePages, Set<Long> dataPages) {

        static Lines of(Path gzip) throws IOException {
            long[] counts = new long[3];
            Set<Long> code = new HashSet<>();
            Set<Long> data = new HashSet<>();
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.US_ASCII))) {
                for (String line : (Iterable<String>) reader.lines()::iterator) {
                    if (line.startsWith("==")) {
                        continue;
                    }
                    String[] parts = line.substring(3).split(",", -1);
                    long first = Long.parseUnsignedLong(parts[0], 16) / 4096;
                    long last = (Long.parseUnsignedLong(parts[0], 16) + Long.parseLong(parts[1]) - 1) / 4096;
                    long pages = last - first + 1;
                    (line.startsWith("I") ? code : data).addAll(List.of(first, last));
                    counts[0] += line.startsWith("I") ? pages : 0;
                    counts[1] += line.startsWith(" L") || line.startsWith(" M") ? pages : 0;
                    counts[2] += line.startsWith(" S") || line.startsWith(" M") ? pages : 0;
                }
            }
            return new Lines(counts[0], counts[1], counts[2], code, data);
        }
    }

    /** Where everything fits, each page of code and each of data is walked for once. */
    @Test
    void countsEveryReferenceAndWalksOnceAPage() throws IOException {
        Lines lines = Lines.of(trace);
        JsonNode run = json(CommandRun.of("tlb", "--model", "zen4", "--trace", trace.toString(), "--json"))
                .get("runs")
                .get(0);
        assertThat(run.at("/byKind/instruction/references").asLong()).isEqualTo(lines.fetches);
        assertThat(run.at("/byKind/load/references").asLong()).isEqualTo(lines.loads);
        assertThat(run.at("/byKind/store/references").asLong()).isEqualTo(lines.stores);
        assertThat(run.at("/byKind/instruction/walks").asLong()).isEqualTo(lines.codePages.size());
        assertThat(run.at("/all/walks").asLong()).isEqualTo(lines.codePages.size() + lines.dataPages.size());
        assertThat(run.at("/walkLevels/0/entriesRead").asLong())
                .isEqualTo(lines.codePages.size() + lines.dataPages.size());
    }

    @Test
    void theBinaryFormGivesTheSameCounts() throws IOException {
        Path binary = folder.resolve("true.ptr");
        CommandRun written = CommandRun.of("tlb", "--trace", trace.toString(), "--write", binary.toString());
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(written.out()).contains("167,436 references");
        JsonNode text = json(CommandRun.of("tlb", "--model", "cva6", "--trace", trace.toString(), "--json"));
        JsonNode packed = json(CommandRun.of("tlb", "--model", "cva6", "--trace", binary.toString(), "--json"));
        assertThat(packed.get("runs")).isEqualTo(text.get("runs"));
        assertThat(Files.size(binary)).isLessThan(600_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"skylake-sp", "neoverse-n2", "rocket"})
    void fitsEightyColumns(String model) {
        CommandRun run = CommandRun.of("tlb", "--model", model, "--trace", trace.toString(), "--page-size", "4K,2M");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(l -> !l.contains(trace.toString())))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out()).contains("pages of 4K", "pages of 2M", "assumed: ");
    }

    @Test
    void listsEveryModelWithItsSources() {
        CommandRun run = CommandRun.of("tlb", "--list-models");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("zen3 ", "cortex-a72 ", "source: ", "128 sets x 12 ways");
    }

    @Test
    void countsByMappingOfAProcess() throws IOException {
        Path mapped = folder.resolve("mapped.lackey");
        Files.writeString(mapped, "I  00400000,4\n L 7ffff0000000,8\n");
        JsonNode root = json(CommandRun.of(
                "tlb",
                "--capture",
                Captures.named("x86_64-4level").toString(),
                "--pid",
                "1",
                "--trace",
                mapped.toString(),
                "--model",
                "zen3",
                "--json"));
        assertThat(root.at("/runs/0/all/references").asLong()).isEqualTo(2);
        long byMapping = 0;
        for (JsonNode row : root.at("/runs/0/byMapping")) {
            byMapping += row.get("references").asLong();
        }
        assertThat(byMapping).isEqualTo(2);
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLine() throws IOException {
        Path none = folder.resolve("none");
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(trace), 9000));
        assertRefused(3, "no such file", "tlb", "--model", "zen3", "--trace", none.toString());
        assertRefused(3, "is cut", "tlb", "--model", "zen3", "--trace", cut.toString());
        assertRefused(
                3,
                "is cut",
                "tlb",
                "--trace",
                cut.toString(),
                "--write",
                folder.resolve("x").toString());
        assertThat(folder.resolve("x")).doesNotExist();
        assertRefused(2, "no model", "tlb", "--model", "zen9", "--trace", trace.toString());
        assertRefused(2, "no page size", "tlb", "--model", "zen3", "--trace", trace.toString(), "--page-size", "3K");
        assertRefused(2, "--trace FILE", "tlb");
        assertRefused(2, "--write needs --trace", "tlb", "--write", none.toString());
        assertRefused(
                3,
                "no process 999999",
                "tlb",
                "--capture",
                Captures.named("x86_64-4level").toString(),
                "--pid",
                "999999");
    }

    private static void assertRefused(int exitCode, String says, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1).allSatisfy(l -> assertThat(l).contains(says));
    }
}
