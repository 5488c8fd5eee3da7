package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.compare.Baseline;
import dev.plumbline.inspector.check.compare.BaselineOrigin;
import dev.plumbline.inspector.check.compare.HostBaseline;
import dev.plumbline.inspector.check.compare.Quantity;
import dev.plumbline.inspector.check.compare.QuantityKind;
import dev.plumbline.inspector.check.compare.Value;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BaselineJsonTest {

    private static final PublishedSchema SCHEMA = new PublishedSchema("baseline.schema.json");

    private static final Baseline DESCRIBED = new Baseline(
            new BaselineOrigin(BaselineOrigin.Kind.DESCRIPTION, "--ram 4G", Instant.parse("2026-03-01T10:00:00Z")),
            List.of(
                    new Quantity(QuantityKind.ZONE_MANAGED, "node 0 DMA32", new Value.Between(4000, 5000)),
                    new Quantity(QuantityKind.ZONE_START, "node 0 DMA32", new Value.Count(4096)),
                    new Quantity(QuantityKind.FREE_BLOCKS, "node 0 DMA32", new Value.Counts(List.of(1L, 0L, 7L))),
                    new Quantity(QuantityKind.NODES, "", new Value.Texts(List.of("0", "1"))),
                    new Quantity(QuantityKind.MAPPED_RAM, "", new Value.Texts(List.of())),
                    new Quantity(QuantityKind.PAGING_OPTION, "pti", new Value.None()),
                    new Quantity(QuantityKind.TABLE_ISOLATION, "", new Value.NotShown("nobody looked", "a host")),
                    new Quantity(QuantityKind.KERNEL_RELEASE, "", new Value.Text("6.1.0"))),
            Set.of(QuantityKind.ZONE_START));

    static List<Path> captures() {
        return Captures.all();
    }

    private static String written(Baseline baseline) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BaselineJson("9.9").write(baseline, json -> json.writeStringField("more", "x"), out);
        return out.toString(StandardCharsets.UTF_8).replaceFirst("\\s+\"more\" : \"x\",", "");
    }

    private static Baseline read(String json) throws IOException, DocumentFormatException {
        return BaselineJsonReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsWhatWasWritten() throws IOException, DocumentFormatException {
        assertThat(SCHEMA.problems(written(DESCRIBED))).isEmpty();
        assertThat(read(written(DESCRIBED))).isEqualTo(DESCRIBED);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void readsWhatWasWrittenOfEveryCapture(Path capture)
            throws IOException, DocumentFormatException, NotACaptureException {
        try (Capture files = Capture.open(capture)) {
            Baseline baseline = HostBaseline.of(new HostView(files));

            assertThat(SCHEMA.problems(written(baseline))).isEmpty();
            assertThat(read(written(baseline))).isEqualTo(baseline);
        }
    }

    @Test
    void passesOverWhatLaterVersionsAdd() throws IOException, DocumentFormatException {
        String later = written(DESCRIBED)
                .replace("\"schemaVersion\" : \"1.0\"", "\"schemaVersion\" : \"1.3\", \"new\" : [ { \"a\" : 1 } ]")
                .replace("\"quantities\" : [ {", "\"quantities\" : [ { \"id\" : \"zone.colour\", \"value\" : 3 }, {");

        assertThat(read(later)).isEqualTo(DESCRIBED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"zone.managed\"|\"zone.mangled\"|\"zone.mangled\", expected the id of a quantity: machine.architecture",
                "\"least\" : 4000|\"least\" : 6000|expected \"least\" and \"most\", the first not above the second",
                "\"least\" : 4000|\"other\" : 4000|expected \"least\" and \"most\"",
                "\"value\" : 4096|\"valu\" : 4096|expected a quantity with id and value",
                "\"value\" : 4096|\"value\" : 4096.5|4096.5, expected a whole number, a text",
                "\"value\" : 4096|\"value\" : 99999999999999999999|expected a whole number of at most 64 bits",
                "\"kind\" : \"description\"|\"kind\" : \"dream\"|\"dream\", expected live, capture or description",
                "\"schemaVersion\" : \"1.0\"|\"schemaVersion\" : \"2.0\"|expected a schemaVersion of 1.x",
                "\"2026-03-01T10:00:00Z\"|\"yesterday\"|expected a time such as",
                "\"1\" ]|1 ]|expected numbers or texts, not both",
            })
    void whatIsWrongIsToldWithItsPlace(String from, String to, String told) throws IOException {
        String json = written(DESCRIBED);
        assertThat(json).contains(from);

        assertThatThrownBy(() -> read(json.replace(from, to)))
                .isInstanceOf(DocumentFormatException.class)
                .hasMessageMatching("(?s)line [0-9]+, column [0-9]+: .*")
                .hasMessageContaining(told);
    }

    @Test
    void aQuantityIsThereOnce() throws IOException {
        String json = written(DESCRIBED)
                .replace(
                        "\"quantities\" : [ {",
                        "\"quantities\" : [ { \"id\" : \"kernel.release\", \"subject\" : \"\", \"value\" : \"a\" }, {");

        assertThatThrownBy(() -> read(json)).hasMessageContaining("kernel.release is there before");
    }
}
