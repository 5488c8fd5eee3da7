package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.reference.mmu.FaultClass;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb walk --json} on real machines, against the published form, closed: no member that it does not name. */
class WalkJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode PUBLISHED = published();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(closed(PUBLISHED.deepCopy()));

    private static JsonNode published() {
        try (InputStream in = Objects.requireNonNull(WalkJsonTest.class.getResourceAsStream("walk.schema.json"))) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("type").asText().equals("object")) {
            object.put("unevaluatedProperties", false);
        }
        schema.forEach(WalkJsonTest::closed);
        return schema;
    }

    private static List<JsonNode> lines(String... command) throws IOException {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-5level", "i386-nonpae", "armhf-6.1-armmp", "riscv64-6.12-sv57"})
    void everyLineKeepsToThePublishedForm(String capture) throws IOException {
        String whole = Captures.withImage(capture).toString();
        List<String> asked = ImageFixture.lines(capture, "gva2gpa.csv").stream()
                .skip(1)
                .map(l -> l.split(",", 2)[0])
                .limit(300)
                .toList();
        for (List<String> options : List.of(
                List.of("--json"),
                List.of("--json", "--trace"),
                List.of("--json", "--access", "write", "--privilege", "supervisor"))) {
            String[] command = Stream.of(List.of("walk", "--capture", whole), options, asked)
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            List<JsonNode> lines = lines(command);
            assertThat(lines).hasSize(asked.size());
            assertThat(lines).allSatisfy(WalkJsonTest::assertValid);
            if (options.contains("--trace")) {
                assertThat(lines).allSatisfy(WalkJsonTest::assertStepsLead);
            }
        }
        assertThat(lines("walk", "--capture", whole, "--json", "--dump"))
                .isNotEmpty()
                .allSatisfy(WalkJsonTest::assertValid);
    }

    private static void assertValid(JsonNode line) {
        assertThat(SCHEMA.validate(line)).as(line.toString()).isEmpty();
    }

    /** Every step but the last leads to the next one's table. */
    private static void assertStepsLead(JsonNode line) {
        JsonNode steps = line.path("steps");
        for (int i = 0; i + 1 < steps.size(); i++) {
            assertThat(steps.get(i).path("meaning").asText()).isEqualTo("table");
            assertThat(steps.get(i).path("target").asText())
                    .as(line.toString())
                    .isEqualTo(steps.get(i + 1).path("table").asText());
        }
        if (line.path("outcome").asText().equals("ok")) {
            JsonNode last = steps.get(steps.size() - 1);
            assertThat(last.path("meaning").asText()).isEqualTo("page");
            assertThat(last.path("pageSize")).isEqualTo(line.path("pageSize"));
        }
    }

    @Test
    void theFormNamesEveryClassOfFaults() {
        List<String> named = new ArrayList<>();
        PUBLISHED.path("properties").path("outcome").path("enum").forEach(n -> named.add(n.asText()));

        assertThat(named)
                .containsAll(
                        Arrays.stream(FaultClass.values()).map(FaultClass::word).toList())
                .contains("ok", "not-held")
                .hasSize(FaultClass.values().length + 2);
    }
}
