package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What-ifs of real processes. The oracle is the kernel's own count of what they have now. */
class TlbWhatIfTest {

    static Stream<Path> captures() {
        return Captures.all().stream().filter(p -> p.toString().matches(".*/(x86_64|arm64|riscv64)[^/]*"));
    }

    private static List<String> pids(Path capture) throws IOException {
        try (ZipFile zip = new ZipFile(capture.toFile())) {
            return zip.stream()
                    .map(e -> e.getName())
                    .filter(n -> n.matches("proc/[0-9]+/pagemap.pairs"))
                    .map(n -> n.split("/", -1)[1])
                    .toList();
        }
    }

    /** Where a process has base pages alone, what it would need with base pages is what VmPTE says it has. */
    @ParameterizedTest
    @MethodSource("captures")
    void withItsOwnPagesAProcessNeedsTheTablesItHas(Path capture) throws IOException {
        List<String> compared = new ArrayList<>();
        for (String pid : pids(capture)) {
            CommandRun run = CommandRun.of("tlb", "--capture", capture.toString(), "--pid", pid, "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonNode root = new ObjectMapper().readTree(run.out());
            JsonNode process = root.get("process");
            assertThat(process.get("exact").asBoolean()).isTrue();
            boolean baseAlone = process.get("transparentHugeBytes").asLong(-1) == 0
                    && process.get("hugetlbBytes").asLong(-1) == 0
                    && process.get("mappings").asLong() > 0;
            if (baseAlone) {
                JsonNode tables = root.at("/pageSizes/0/tables");
                long counted = 0;
                for (String role : List.of("PTE", "PMD", "PUD")) {
                    counted += tables.path(role).path("least").asLong();
                }
                long tableBytes = root.at("/pageSizes/0/pageSizeBytes").asLong();
                assertThat(counted * tableBytes)
                        .as("pid %s of %s", pid, capture.getFileName())
                        .isEqualTo(process.get("vmPteBytes").asLong());
                compared.add(pid);
            }
        }
        assumeThat(compared)
                .as("processes without huge pages in %s", capture.getFileName())
                .isNotEmpty();
    }

    @Test
    void fitsEightyColumnsAndNamesWhatTheTablesCannotMap() {
        CommandRun run = CommandRun.of(
                "tlb",
                "--capture",
                Captures.named("x86_64-movable-huge").toString(),
                "--pid",
                "1",
                "--page-size",
                "4K,64K,2M,1G");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out())
                .contains("64K *", "page tables, 4 levels", "page tables, 5 levels", "TLB reach", "stands in");
    }
}
