package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.MapSamples;
import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.ProcessMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapJsonReaderTest {

    private static String written(ProcessMap map) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MapJson("9.9").write(map, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static MapSnapshot read(String json) throws IOException, DocumentFormatException {
        return MapJsonReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsWhatWasWritten() throws IOException, DocumentFormatException {
        ProcessMap map = MapSamples.jvm().threads(5).map();

        assertThat(read(written(map))).isEqualTo(MapSnapshots.of(map));
    }

    @Test
    void passesOverMembersOfLaterVersions() throws IOException, DocumentFormatException {
        ProcessMap map = MapSamples.jvm().map();
        String later = written(map)
                .replace("\"schemaVersion\" : \"1.0\"", "\"schemaVersion\" : \"1.7\", \"new\" : [ { \"a\" : [ 1 ] } ]")
                .replace("\"label\"", "\"colour\" : { \"red\" : 1 }, \"label\"");

        assertThat(read(later)).isEqualTo(MapSnapshots.of(map));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"java-heap\"|\"java-cheap\"|\"java-cheap\", expected an owner: java-heap, class-space",
                "\"start\" : \"0x555555554000\"|\"start\" : \"555555554000\"|expected an address",
                "\"start\" : \"0x555555554000\"|\"start\" : \"0x1000\"|in ascending order, without overlap",
                "\"start\" : \"0x555555554000\"|\"start\" : \"0x655555554000\"|whose start is below its end",
                "\"pid\" : 4711|\"pid\" : -4|-4, expected a whole number from 0 to 2^63-1",
                "\"pid\" : 4711|\"pid\" : 99999999999|expected a pid",
                "\"pid\" : 4711|\"pid\" : 1e3|expected a whole number",
                "\"command\" : \"map\"|\"command\" : \"translate\"|what plumb map --json writes",
                "\"schemaVersion\" : \"1.0\"|\"schemaVersion\" : \"2.0\"|a schemaVersion of 1.x",
                "\"takenAt\" : \"2026-03-01T10:00:00Z\"|\"takenAt\" : \"today\"|expected a time",
                "\"residentBytes\" : 30720000|\"residentBytes\" : 18446744073709551616|from 0 to 2^63-1",
                "\"mappings\" : [ {|\"mappings\" : { {|expected an array"
            })
    void tellsTheLineAndColumnOfWhatIsWrong(String right, String wrong, String says) throws IOException {
        String json = written(MapSamples.jvm().map());
        assertThat(json).contains(right);

        assertThatThrownBy(() -> read(json.replace(right, wrong)))
                .isInstanceOf(DocumentFormatException.class)
                .hasMessageContaining(says)
                .hasMessageMatching("line [0-9]+, column [0-9]+: .*");
    }

    @Test
    void aFileThatIsCutIsTold() throws IOException {
        String json = written(MapSamples.jvm().map());
        for (int length = 0; length < json.length() - 2; length += 97) {
            String cut = json.substring(0, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(DocumentFormatException.class);
        }
    }

    @Test
    void whatNestsWithoutEndIsRefused() {
        assertThatThrownBy(() -> read("{\"new\":" + "[".repeat(100_000)))
                .isInstanceOf(DocumentFormatException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void anythingElseIsNoMap() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("no map of a process");
        assertThatThrownBy(() -> read("[]")).hasMessage("line 1, column 1: [, expected an object");
        assertThatThrownBy(() -> read("")).hasMessageContaining("the end of the file, expected an object");
    }

    @Test
    void growthIsToldByOwnerAndThenByMapping() throws IOException, DocumentFormatException {
        MapSnapshot earlier = read(written(MapSamples.jvm().map()));
        ProcessMap later = MapSamples.jvm().threads(1).map();
        TextStyle terminal = new TextStyle(OptionalInt.of(80), false, false);

        assertThat(new MapDiffText(terminal).of(later, MapDiff.between(earlier, MapSnapshots.of(later))))
                .isEqualTo("""
                pid 4711 java · host plinth · OpenJDK 64-Bit Server VM 17.0.15+6 · collector g1
                  /usr/bin/java -Xmx512m -jar app.jar
                  started 2026-03-01T09:00:00Z · 24 threads · 11 mappings
                  compared with its map of 2026-03-01T10:00:00Z, 0.0 s before
                note: the target's memory is not readable; would need CAP_SYS_PTRACE

                owner           resident +resident      +PSS    +swap +committed +reserved
                thread-stack        180K      +80K      +40K               +1.0M     +1.0M
                guard                  -                                               +4K
                total              30.9M      +80K      +40K               +1.0M     +1.0M
                unchanged: java-heap, mapped-file, library, executable, unknown

                start                 +resident +reserved  owner          what
                7e0000001000 appeared      +80K     +1.0M  thread-stack   thread 5000 "w-0"
                7e0000000000 appeared                 +4K  guard
                """);
    }

    @Test
    void anotherProcessIsNamedAndOnlyOwnersAreCompared() {
        ProcessMap other = MapSamples.jvm().process(12, 5).map();
        ProcessMap later = MapSamples.jvm().threads(1).map();
        MapDiff diff = MapDiff.between(MapSnapshots.of(other), MapSnapshots.of(later));

        assertThat(new MapDiffText(TextStyle.PLAIN).of(later, diff))
                .contains("the map of ANOTHER PROCESS of 2026-03-01T10:00:00Z, 0.0 s before: pid 12 on plinth, "
                        + "/usr/bin/java -Xmx512m -jar app.jar, started 2026-03-01T09:00:00Z.")
                .contains("thread-stack")
                .doesNotContain("appeared");
    }
}
