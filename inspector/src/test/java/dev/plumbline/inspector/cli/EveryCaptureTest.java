package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.report.ReportSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command as a user meets it, on every real kernel that is at hand. */
class EveryCaptureTest {

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void isReportedForPeopleAndForScripts(Path capture, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        CommandRun run =
                CommandRun.onTerminal(80, "check", "--capture", capture.toString(), "--json=" + file, "--color=never");
        String json = Files.readString(file);
        JsonNode report = new ObjectMapper().readTree(json);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).as(run.out()).isIn(0, 4);
        assertThat(run.exitCode())
                .isEqualTo(report.path("summary").path("exitCode").asInt());
        assertThat(ReportSchema.problems(json)).isEmpty();
        assertThat(report.path("source").path("kind").asText()).isEqualTo("capture");
        assertThat(report.path("host").path("pageSizeBytes").isInt()).isTrue();
        assertThat(report.path("verdicts")).allSatisfy(EveryCaptureTest::assertAddsUp);
        assertThat(run.out().lines())
                .allMatch(
                        l -> l.codePointCount(0, l.length()) <= 80 || !l.strip().contains(" "), "fits 80 columns");
    }

    private static void assertAddsUp(JsonNode verdict) {
        if (verdict.path("verdict").asText().equals("explained")) {
            long sum = verdict.path("expected").asLong();
            for (JsonNode term : verdict.path("terms")) {
                sum += term.path("amount").asLong();
            }
            assertThat(verdict.path("observed").asLong()).as(verdict.toString()).isEqualTo(sum);
        }
    }
}
