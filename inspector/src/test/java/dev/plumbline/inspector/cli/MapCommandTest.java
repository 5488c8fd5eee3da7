package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.report.MapSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code plumb map} as the shell would run it. */
class MapCommandTest {

    private static final String CAPTURE = Captures.named("x86_64-newest-6.12").toString();

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCapturesFirstProcessFitsEightyColumns(Path capture) {
        CommandRun run =
                CommandRun.onTerminal(80, "map", "1", "--gaps", "--color=never", "--capture", capture.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("main-stack").contains("sparse region").contains("total ");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void rangesOfEveryCaptureCoverItsMappingsAndAddUp(Path capture) throws IOException {
        JsonNode map = json("map", "1", "--json", "--capture", capture.toString());

        assertRangesAndSums(map);
        Map<String, JsonNode> windows = new HashMap<>();
        map.path("windows").forEach(w -> windows.put(w.path("name").asText(), w));
        assertThat(windows).containsKey("stack");
        for (JsonNode range : map.path("mappings")) {
            assertThat(windows).containsKey(range.path("window").asText());
        }
    }

    @Test
    void rangesOfThisProcessCoverItsMappingsAndAddUp() throws IOException {
        JsonNode map = json("map", Long.toString(ProcessHandle.current().pid()), "--json");

        assertRangesAndSums(map);
        assertThat(map.at("/source/kind").asText()).isEqualTo("live");
        assertThat(map.at("/process/command").asText()).contains("java");
    }

    @Test
    void aPipeShowsEachMappingWithItsWholeName() {
        CommandRun run = CommandRun.of("map", "1", "--capture", CAPTURE);

        assertThat(run.out().lines().filter(l -> l.matches("[0-9a-f]{8,16} +[r-].*")))
                .hasSize(10);
        assertThat(run.out()).contains("executable     busybox text\n");
    }

    @Test
    void theLargestMappingIsFirstByVma() {
        CommandRun run = CommandRun.of("map", "1", "--by", "vma", "--capture", CAPTURE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\nmapping        reserved resident ", "\n00401000           1.5M     1.3M ");
    }

    @Test
    void aMapComparesWithOneWrittenBefore(@TempDir Path folder) throws IOException {
        String before = folder.resolve("before.json").toString();
        String[] map = {
            "map", "118", "--capture", Captures.named("x86_64-movable-huge").toString()
        };

        assertThat(CommandRun.of(with(map, "--json=" + before)).out()).contains("main-stack");
        CommandRun same = CommandRun.onTerminal(80, with(map, "--color=never", "--diff", before));
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("compared with its map").contains("unchanged: ");
        assertThat(same.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        JsonNode difference = json(with(map, "--diff", before, "--json")).path("difference");
        assertThat(difference.path("sameProcess").asBoolean()).isTrue();
        assertThat(difference.path("mappings")).isEmpty();

        JsonNode other = json("map", "1", "--json", "--diff", before, "--capture", CAPTURE);
        assertThat(other.at("/difference/sameProcess").asBoolean()).isFalse();
        assertThat(other.at("/difference/owners")).isNotEmpty();
    }

    @Test
    void anEarlierMapThatIsNoneIsOneLineWithItsPlace(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\n  \"command\": \"check\"\n}");

        CommandRun run = CommandRun.of("map", "1", "--capture", CAPTURE, "--diff", broken.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("plumb: " + broken
                        + ": line 2, column 14: \"check\", expected \"map\": what plumb map --json writes\n");
        assertThat(CommandRun.of("map", "1", "--capture", CAPTURE, "--diff", folder + "/none")
                        .err())
                .isEqualTo("plumb: cannot read " + folder + "/none: no such file or directory\n");
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aPageIsWrittenBesideTheText(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("map.html");

        CommandRun run = CommandRun.of("map", "1", "--html", page.toString(), "--capture", CAPTURE);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("main-stack");
        assertThat(page)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("data-owner=\"main-stack\"")
                .endsWith("</html>\n");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aPageThatCannotBeWrittenIsRefusedBeforeAnythingIsRead(@TempDir Path folder) {
        assertThat(CommandRun.of("map", "1", "--html", folder.toString(), "--capture", CAPTURE))
                .isEqualTo(new CommandRun(3, "", "plumb: cannot write " + folder + ": it is a directory\n"));
        Path nowhere = folder.resolve("no/map.html");
        assertThat(CommandRun.of("map", "1", "--html", nowhere.toString(), "--capture", CAPTURE))
                .isEqualTo(new CommandRun(3, "", "plumb: cannot write " + nowhere + ": no such directory\n"));
    }

    @Test
    void whatCannotBeDoneIsOneLine() {
        assertThat(CommandRun.of("map", "99999", "--capture", CAPTURE))
                .isEqualTo(new CommandRun(3, "", "plumb: no process 99999 in x86_64-newest-6.12.zip\n"));
        CommandRun kernel = CommandRun.of("map", "2", "--capture", CAPTURE);
        assertThat(kernel.exitCode()).isEqualTo(3);
        assertThat(kernel.err()).isEqualTo("plumb: pid 2 kthreadd is a kernel thread and has no memory of its own\n");
        assertThat(CommandRun.of("map").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("map", "x").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("map", "1", "--by", "colour").exitCode()).isEqualTo(2);
    }

    private static JsonNode json(String... command) throws IOException {
        CommandRun run = CommandRun.of(command);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(MapSchema.problems(run.out())).isEmpty();
        return new ObjectMapper().readTree(run.out());
    }

    private static void assertRangesAndSums(JsonNode map) {
        long end = 0;
        Map<String, long[]> sums = new HashMap<>();
        for (JsonNode range : map.path("mappings")) {
            long start = Long.parseUnsignedLong(range.path("start").asText().substring(2), 16);
            assertThat(Long.compareUnsigned(end, start)).isNotPositive();
            end = Long.parseUnsignedLong(range.path("end").asText().substring(2), 16);
            assertThat(Long.compareUnsigned(start, end)).isNegative();
            long[] sum = sums.computeIfAbsent(range.path("owner").asText(), o -> new long[4]);
            sum[0] += end - start;
            sum[1] += range.path("residentBytes").asLong();
            sum[2] += range.path("pssBytes").asLong();
            sum[3]++;
        }
        assertThat(map.path("owners")).hasSize(sums.size());
        for (JsonNode owner : map.path("owners")) {
            assertThat(new long[] {
                        owner.path("reservedBytes").asLong(),
                        owner.path("residentBytes").asLong(),
                        owner.path("pssBytes").asLong(),
                        owner.path("mappings").asLong()
                    })
                    .as(owner.toString())
                    .isEqualTo(sums.get(owner.path("owner").asText()));
        }
    }
}
