package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code plumb contiguity} as the shell would run it. */
class ContiguityCommandTest {

    private static final String HUGE = Captures.named("x86_64-movable-huge").toString();

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCapturesFirstProcessFitsEightyColumns(Path capture) {
        CommandRun run = CommandRun.of("contiguity", "--verbose", "--capture", capture.toString(), "1");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("order      runs").contains("huge pages");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void aNamedMappingIsTakenForABuffer() {
        CommandRun run = CommandRun.of("contiguity", "--capture", HUGE, "118", "[heap]");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("[heap]: 1 mapping").contains("one contiguous range  no: at");
    }

    @Test
    void aRangeNeedNotBeginAtAPage() throws IOException {
        CommandRun run = CommandRun.of("contiguity", "--json", "--capture", HUGE, "118", "7f1fdc200001-7f1fdc3fffff");

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("range").asText()).isEqualTo("7f1fdc200000-7f1fdc400000");
        assertThat(report.at("/total/present").asLong()).isEqualTo(512);
        assertThat(report.at("/total/blocks/9/count").asLong()).isEqualTo(1);
        assertThat(report.get("buffer").get(0).get("met").asBoolean()).isTrue();
        assertThat(report.get("buffer").get(2).get("firstOffence").asText()).isEqualTo("0x7f1fdc200000");
    }

    @Test
    void whatCannotBeDoneIsOneLine() {
        assertThat(CommandRun.of("contiguity", "--capture", HUGE, "99999"))
                .isEqualTo(new CommandRun(3, "", "plumb: no process 99999 in x86_64-movable-huge.zip\n"));
        assertThat(CommandRun.of("contiguity", "--capture", HUGE, "118", "[nothing]")
                        .exitCode())
                .isEqualTo(3);
        assertThat(CommandRun.of("contiguity", "--capture", HUGE, "118", "2000-1000")
                        .exitCode())
                .isEqualTo(2);
    }
}
