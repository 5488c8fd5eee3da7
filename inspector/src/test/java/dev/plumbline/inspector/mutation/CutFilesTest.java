package dev.plumbline.inspector.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.captures.CaptureReports;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A file that ends between two lines looks whole by itself; what the others say of the same thing tells. */
final class CutFilesTest {

    @Test
    void missingMappingsAreNoWrongPageTables() throws NotACaptureException {
        for (String kept : List.of("", "half")) {
            assertThat(verdict("mmu.page-table-bytes", Edit.text("proc/137/maps", t -> kept.isEmpty() ? "" : half(t))))
                    .isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(v.because())
                            .contains("mappings are missing"));
        }
    }

    @Test
    void missingRamIsNoFrameOutsideOfIt() throws NotACaptureException {
        assertThat(verdict("mmu.frame-in-zone", Edit.text("proc/iomem", CutFilesTest::half)))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(v.because())
                        .contains("proc/iomem is not whole"));
    }

    private static String half(String text) {
        List<String> lines = text.lines().toList();
        return lines.subList(0, lines.size() / 2).stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static Verdict verdict(String check, Edit edit) throws NotACaptureException {
        try (Capture files = Capture.open(Captures.named("x86_64-numa-6g"))) {
            List<Finding> findings = CaptureReports.run(
                            new EditedFiles(files, List.of(edit)), List.of(check), Set.of(137))
                    .findings();
            assertThat(findings).hasSize(1);
            return findings.get(0).verdict();
        }
    }
}
