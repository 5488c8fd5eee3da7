package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.inspector.check.map.MapSamples;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.owner.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapJsonTest {

    private static String write(ProcessMap map) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MapJson("9.9").write(map, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(ProcessMap map) throws IOException {
        String json = write(map);
        assertThat(MapSchema.problems(json)).isEmpty();
        return new ObjectMapper().readTree(json);
    }

    @Test
    void namesTheProcessAndItsJvm() throws IOException {
        assertThat(parse(MapSamples.jvm().map()).path("process").toString())
                .isEqualTo(
                        "{\"pid\":4711,\"startTime\":\"2026-03-01T09:00:00Z\",\"startTimeTicks\":123456,"
                                + "\"comm\":\"java\",\"command\":\"/usr/bin/java -Xmx512m -jar app.jar\",\"threads\":24,"
                                + "\"jvm\":{\"version\":\"17.0.15+6\",\"name\":\"OpenJDK 64-Bit Server VM\",\"collector\":\"g1\"}}");
    }

    @Test
    void ownersAreSumsAndTheLargestIsFirst() throws IOException {
        JsonNode map = parse(MapSamples.jvm().map());

        assertThat(map.path("owners").get(0).toString())
                .isEqualTo("{\"owner\":\"java-heap\",\"reservedBytes\":536870912,\"committedBytes\":67108864,"
                        + "\"residentBytes\":30720000,\"pssBytes\":15360000,\"swapBytes\":0,\"hugeBytes\":0,"
                        + "\"hugetlbBytes\":0,\"mappings\":2}");
        assertThat(map.at("/totals/residentBytes").asLong()).isEqualTo(1024L * (4 + 30000 + 100 + 512 + 940 + 16 + 8));
        assertThat(map.at("/totals/mappings").asInt()).isEqualTo(9);
    }

    @Test
    void addressesAreHexadecimalAndHostileNamesPrintable() throws IOException {
        JsonNode file = parse(MapSamples.jvm().map()).path("mappings").get(7);

        assertThat(file.path("start").asText()).isEqualTo("0x7f0000377000");
        JsonNode hostile = parse(MapSamples.jvm().map()).path("mappings").get(8);
        assertThat(hostile.path("file").asText()).isEqualTo("/srv/a\\x1b[2J.db");
        assertThat(hostile.path("fileOffset").asText()).isEqualTo("0x0");
        assertThat(hostile.path("permissions").asText()).isEqualTo("r--s");
    }

    @Test
    void anAddressOfTheUpperHalfIsUnsigned() throws IOException {
        ProcessMap map = MapSamples.empty()
                .anonymous(0xffffffffff600000L, 4, "--xp", Owner.VSYSCALL, "", 0)
                .map();

        assertThat(parse(map).path("mappings").get(0).path("end").asText()).isEqualTo("0xffffffffff601000");
    }

    @Test
    void theSchemaNamesEveryOwner() throws IOException {
        List<String> words = Arrays.stream(Owner.values()).map(Owner::word).toList();
        assertThat(words).allSatisfy(word -> assertThat(
                        MapSchema.problems(write(MapSamples.jvm().map()).replace("\"java-heap\"", "\"" + word + "\"")))
                .isEmpty());
        assertThat(MapSchema.problems(write(MapSamples.jvm().map()).replace("\"java-heap\"", "\"heap\"")))
                .isNotEmpty();
    }

    @Test
    void theClosedSchemaRefusesWhatItDoesNotName() throws IOException {
        assertThat(MapSchema.problems(write(MapSamples.jvm().map()).replace("\"evidence\"", "\"proof\"")))
                .isNotEmpty();
        assertThat(MapSchema.problems(write(MapSamples.jvm().map()).replaceFirst("\"pid\"", "\"tid\" : 1, \"pid\"")))
                .isNotEmpty();
    }
}
