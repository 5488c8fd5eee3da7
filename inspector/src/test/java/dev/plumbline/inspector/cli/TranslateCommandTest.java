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
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb translate} as the shell would run it. Pages, frames and flags are those of the capture's own files. */
class TranslateCommandTest {

    private static final String HUGE = Captures.named("x86_64-movable-huge").toString();

    @Test
    void anAddressOfAProcessIsCutPlacedAndFollowedToItsFrame() {
        CommandRun run = CommandRun.of("translate", "--capture", HUGE, "118", "0x7f1fdc200123");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("pid 118 mapper")
                .contains("|PGD      |PUD      |PMD      |PTE      |offset      |")
                .contains("|000100100011|")
                .contains("rw-p anonymous memory")
                .contains("2 MiB, transparent huge page")
                .contains("physical    0x23000123, PFN 0x23000")
                .contains("node 0 Movable")
                .contains("THP (of a");
    }

    @Test
    void anAddressInNoMappingIsAnAnswer() {
        CommandRun run = CommandRun.of("translate", "--capture", HUGE, "118", "0x10", "0xffff800000000000", "0x1p");
        assertThat(run.exitCode()).isEqualTo(2);

        CommandRun none = CommandRun.of("translate", "--capture", HUGE, "118", "0x10", "0x800000000000");
        assertThat(none.exitCode()).isZero();
        assertThat(none.out()).contains("mapping     none").contains("no table translates it");
    }

    @Test
    void jsonSaysTheSameToScripts() throws IOException {
        CommandRun run = CommandRun.of("translate", "--json", "--capture", HUGE, "118", "0x7f1fdc200123", "0x10");

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("schemaVersion").asText()).isEqualTo("1.0");
        assertThat(report.get("pid").asInt()).isEqualTo(118);
        JsonNode first = report.get("addresses").get(0);
        assertThat(first.at("/mapping/state").asText()).isEqualTo("inside");
        assertThat(first.at("/page/sizeBytes").asLong()).isEqualTo(2 << 20);
        assertThat(first.at("/frame/physical").asText()).isEqualTo("0x23000123");
        assertThat(report.get("addresses").get(1).at("/mapping/state").asText()).isEqualTo("between");
    }

    @Test
    void withoutAPidOrAHostTheAddressIsExplainedAlone() {
        CommandRun run = CommandRun.of("translate", "--arch", "aarch64-4k-52", "0x0300aaaabbbbc123");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("|tag     |").contains("tagged 0x3").contains("0xaaaabbbbc123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x86_64",
                "x86_64-la57",
                "i386",
                "i386-pae",
                "arm",
                "arm-lpae",
                "aarch64-16k-48",
                "aarch64-64k-52",
                "riscv64-sv39",
                "riscv64-sv57",
                "riscv32-sv32"
            })
    void theRulerFitsEightyColumnsInEveryFormat(String arch) {
        CommandRun run = CommandRun.of("translate", "--arch", arch, "0xc0123456", "0xffffffffffffffff");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCaptureExplainsAKernelAndAUserAddress(Path capture) {
        CommandRun run = CommandRun.of("translate", "--capture", capture.toString(), "1", "0x1000", "0xc1234560");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void whatCannotBeDoneIsOneLineAndExitThree() {
        CommandRun run = CommandRun.of("translate", "--capture", HUGE, "99999", "0x1000");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).containsExactly("plumb: no process 99999 in x86_64-movable-huge.zip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"118", "0x", "0x12345678123456789", "1000"})
    void whatIsNoAddressIsWrongUsage(String word) {
        CommandRun run = CommandRun.of("translate", "--capture", HUGE, word);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void anArchitectureAloneHasNoProcesses() {
        assertThat(CommandRun.of("translate", "--arch", "x86_64", "118", "0x1").exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of("translate", "--arch", "vax", "0x1").err()).contains("no architecture \"vax\"");
    }
}
