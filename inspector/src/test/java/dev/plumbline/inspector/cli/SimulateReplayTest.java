package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateReplayTest {

    private String text;
    private Path trace;

    @BeforeEach
    void unpack(@TempDir Path folder) throws IOException {
        trace = folder.resolve("buddy_trace.csv");
        try (InputStream in = SimulateReplayTest.class.getResourceAsStream("/buddy/x86_64-newest-6.12.csv.gz");
                GZIPInputStream plain = new GZIPInputStream(Objects.requireNonNull(in))) {
            text = new String(plain.readAllBytes(), StandardCharsets.US_ASCII);
        }
        Files.writeString(trace, text);
    }

    private CommandRun replay(String... more) {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--replay", trace.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void allStepsAgree() {
        CommandRun run = replay();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("244 of 244 steps agree").contains("rules of 6.12");
    }

    @Test
    void jsonHasTheThreeMembersAndNoOther() throws IOException {
        JsonNode agreeing = new ObjectMapper().readTree(replay("--json").out());
        assertThat(agreeing.toString()).isEqualTo("{\"steps\":244,\"agreeing\":244}");

        Files.writeString(trace, text.replace("step,17,f,4,0,2870,1526,", "step,17,f,4,0,2870,1527,"));
        CommandRun run = replay("--json");

        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode differing = new ObjectMapper().readTree(run.out());
        assertThat(differing.fieldNames()).toIterable().containsExactly("steps", "agreeing", "firstDifference");
        assertThat(differing.get("agreeing").asInt()).isEqualTo(243);
        JsonNode first = differing.get("firstDifference");
        assertThat(first.fieldNames()).toIterable().containsExactly("step", "expected", "simulated", "because");
        assertThat(first.get("step").asInt()).isEqualTo(17);
        assertThat(first.get("expected").asText()).isEqualTo("pcp_count 1527");
        assertThat(first.get("simulated").asText()).isEqualTo("pcp_count 1526");
    }

    @Test
    void verbosePrintsEveryStep() {
        assertThat(replay("--verbose").out().lines().filter(line -> line.strip().startsWith("step ")))
                .hasSize(244)
                .allMatch(line -> line.endsWith("agrees"));
    }

    @Test
    void csvPrintsTheKernelsOwnLines() {
        List<String> steps = text.lines()
                .filter(line -> line.startsWith("step,") && !line.startsWith("step,0,s"))
                .toList();

        assertThat(replay("--csv").out().lines()).containsExactlyElementsOf(steps);
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        Files.writeString(trace, text.replace("step,17,f,4,0,", "step,17,f,44,0,"));

        CommandRun run = replay();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("buddy_trace.csv line 142: found \"44\", expected an order below 11");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pageblock_order,9|pageblock_order,12|pageblock order 12: 0 to the highest order, 10",
                "migratetypes,5|migratetypes,9|9 migrate types: a kernel has 4, 5 or 6",
                "lists-before,buddy,0,1,|lists-before,buddy,0,7,|migrate type 7: the kernel has 0 to 4",
                "lists-before,buddy,1,1,3f92|lists-before,buddy,1,1,3f93|frame 0x3f93 does not start a block of order 1",
                "lists-before,buddy,1,1,3f92|lists-before,buddy,1,1,fffff2|frame 0xfffff2 is outside the zone",
                "lists-before,pcplist,9,0,1ac8|lists-before,pcplist,9,0,1ad0|frame 0x1ad0 is listed twice",
                "spanned,3efdd|spanned,3efddffff|frames spanned: at most 268435456",
                "zone,DMA32|zone,Abnormal|is none of DMA, DMA32, Normal",
            })
    void aZoneThatCannotBeIsRefusedInOneLine(String from, String to, String because) throws IOException {
        assertThat(text).contains(from);
        Files.writeString(trace, text.replaceFirst(from, to));

        CommandRun run = replay();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines()).singleElement().asString().contains(because);
    }

    @Test
    void anUnknownReleaseOrSettingIsWrongUsage() {
        CommandRun release = replay("--kernel", "4.4");
        assertThat(release.exitCode()).isEqualTo(2);
        assertThat(release.err()).contains("6.1, 6.12");

        CommandRun setting = replay("--set", "colour=3");
        assertThat(setting.exitCode()).isEqualTo(2);
        assertThat(setting.err()).contains("alloc_factor");
    }

    @Test
    void aMissingFileCannotBeRun() {
        CommandRun run = CommandRun.of("simulate", "--replay", trace + ".none");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("no such file");
    }
}
