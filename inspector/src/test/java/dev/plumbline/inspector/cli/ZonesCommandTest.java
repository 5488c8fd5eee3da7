package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.report.ZonesSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code plumb zones} as the shell would run it. */
class ZonesCommandTest {

    private static final String NUMA = Captures.named("x86_64-numa-6g").toString();

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCaptureIsShownInEightyPlainColumns(Path capture) {
        CommandRun run = CommandRun.of("zones", "--verbose", "--capture", capture.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("node 0", "observed", "reference", "order    blocks", "GFP_KERNEL");
        assertThat(run.out()).doesNotContain("violated", "\u001b");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCapturesDocumentKeepsThePublishedForm(Path capture) throws IOException {
        CommandRun run = CommandRun.of("zones", "--json", "--capture", capture.toString());

        assertThat(ZonesSchema.problems(run.out())).isEmpty();
        for (JsonNode node : new ObjectMapper().readTree(run.out()).get("nodes")) {
            for (JsonNode zone : node.get("zones")) {
                long ram = 0;
                for (JsonNode range : zone.get("ranges")) {
                    ram += range.get("endPfn").asLong() - range.get("startPfn").asLong();
                }
                assertThat(ram)
                        .as("%s", zone.get("zone"))
                        .isEqualTo(zone.at("/numbers/present/value").asLong());
                assertThat(zone.at("/numbers/spanned/verdict").asText()).isEqualTo("holds");
            }
        }
    }

    /** Both nodes have memory below 4 GiB; DMA is node 0's alone. */
    @Test
    void aRequestGoesToItsOwnNodeFirstAndToADistantOneForWhatItLacks() throws IOException {
        JsonNode nodes =
                json(CommandRun.of("zones", "--json", "--capture", NUMA)).get("nodes");

        assertThat(nodes.get(1).get("zonelist"))
                .extracting(JsonNode::asText)
                .containsExactly("node 1 Normal", "node 1 DMA32", "node 0 DMA32", "node 0 DMA");
        assertThat(request(nodes.get(1), "GFP_DMA", 10).get("zone").asText()).isEqualTo("node 0 DMA");
        assertThat(request(nodes.get(1), "GFP_DMA32", 0).get("zone").asText()).isEqualTo("node 1 DMA32");
        assertThat(request(nodes.get(0), "GFP_KERNEL", 3).get("zone").asText()).isEqualTo("node 0 DMA32");
    }

    @Test
    void aZoneAloneMayBeAskedFor() {
        CommandRun run = CommandRun.onTerminal(100, "zones", "--node", "1", "--zone", "normal", "--capture", NUMA);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\nnode 1 ", "zone Normal   3 GiB", "frames       0x100000-0x1c0000 3 GiB; no hole");
        assertThat(run.out()).doesNotContain("\nnode 0", "zone DMA32 ");
    }

    /** What an ordinary user has on a host whose boot log is closed. */
    @Test
    void withTheTwoPublicFilesAloneItTellsWhatTheyTell(@TempDir Path folder) throws IOException {
        CommandRun run = CommandRun.of(
                "zones",
                "--capture",
                copy(folder, "x86_64-movable-huge", t -> t).toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("migrate types are not known: proc/pagetypeinfo: the capture does not hold it")
                .contains("RAM          not known:")
                .contains("GFP_HIGHUSER_MOVABLE  orders 0-10  node 0 Movable")
                .contains("############################");
    }

    /** Of Normal's 743133 free pages all but 11500 gone: below low 14295, above min 11436; DMA32 next to it is not asked. */
    @Test
    void aZoneShortOfPagesSendsRequestsToTheNextOne(@TempDir Path folder) throws IOException {
        Path capture = copy(folder, "x86_64-numa-6g", t -> t.replace("pages free     743133", "pages free     11500"));

        CommandRun run = CommandRun.of("zones", "--node", "1", "--capture", capture.toString());

        assertThat(run.out()).contains("below low: kswapd works");
        assertThat(run.out())
                .contains("GFP_KERNEL            orders 0-10  node 1 DMA32 (node 1 Normal: 11500")
                .contains("more than 14295 must stay");
    }

    /** DMA keeps 447 pages from requests that DMA32 could serve, and DMA32 is below min: atomic requests may have some of it. */
    @Test
    void whereNoZoneServesThoseWhoMayWaitReclaim(@TempDir Path folder) throws IOException {
        Path capture =
                copy(folder, "x86_64-movable-huge", t -> t.replace("pages free     109749", "pages free     1100")
                        .replace("pages free     3808", "pages free     400"));

        JsonNode node = json(CommandRun.of("zones", "--json", "--capture", capture.toString()))
                .get("nodes")
                .get(0);

        JsonNode kernel = request(node, "GFP_KERNEL", 0);
        assertThat(kernel.get("outcome").asText()).isEqualTo("must-reclaim");
        assertThat(kernel.get("refusals").get(0).get("usablePages").asLong()).isEqualTo(1100);
        assertThat(kernel.get("refusals").get(0).get("floorPages").asLong()).isEqualTo(2790);
        JsonNode atomic = request(node, "GFP_ATOMIC", 0);
        // DMA32 keeps 2790 · 3/8 = 1047 for nobody; 1100 is more
        assertThat(atomic.get("outcome").asText()).isEqualTo("served-below-low");
        assertThat(atomic.get("zone").asText()).isEqualTo("node 0 DMA32");
    }

    @Test
    void aNumberThatIsNotTheReferencesEndsInExitCodeOne(@TempDir Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(NUMA)) {
            unpack(zip, folder, "dmesg.txt", t -> t);
            unpack(zip, folder, "proc/1/auxv", t -> t);
            unpack(zip, folder, "proc/buddyinfo", t -> t);
            unpack(zip, folder, "proc/zoneinfo", t -> t.replace("spanned  786432", "spanned  786433"));
        }

        CommandRun run = CommandRun.of("zones", "--capture", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("violated: spanned 786433 pages, expected 786432");
    }

    @Test
    void whatIsNotThereIsOneLine() {
        assertThat(CommandRun.of("zones", "--node", "7", "--capture", NUMA))
                .isEqualTo(new CommandRun(3, "", "plumb: no zone with pages on node 7 in x86_64-numa-6g.zip\n"));
        assertThat(CommandRun.of("zones", "--zone", "HighMem", "--capture", NUMA)
                        .exitCode())
                .isEqualTo(3);
        assertThat(CommandRun.of("zones", "--node", "one").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("zones", "--capture", "/no/such/file").exitCode())
                .isEqualTo(3);
    }

    @Test
    void thisHostIsShown() throws IOException {
        CommandRun run = CommandRun.of("zones", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(ZonesSchema.problems(run.out())).isEmpty();
        assertThat(json(run).get("nodes")).isNotEmpty();
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    private static JsonNode request(JsonNode node, String kind, int order) {
        for (JsonNode request : node.get("requests")) {
            if (request.get("kind").asText().equals(kind)
                    && request.get("order").asInt() == order) {
                return request;
            }
        }
        throw new AssertionError("no " + kind + " of order " + order);
    }

    /** buddyinfo and zoneinfo of a capture, zoneinfo changed. */
    private static Path copy(Path folder, String capture, UnaryOperator<String> zoneinfo) throws IOException {
        try (ZipFile zip = new ZipFile(Captures.named(capture).toFile())) {
            unpack(zip, folder, "proc/buddyinfo", t -> t);
            unpack(zip, folder, "proc/zoneinfo", zoneinfo);
        }
        return folder;
    }

    private static void unpack(ZipFile zip, Path folder, String path, UnaryOperator<String> edit) throws IOException {
        byte[] bytes = zip.getInputStream(zip.getEntry(path)).readAllBytes();
        String text = edit.apply(new String(bytes, StandardCharsets.ISO_8859_1));
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text, StandardCharsets.ISO_8859_1);
    }
}
