package dev.plumbline.inspector.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.captures.CaptureReports;
import dev.plumbline.inspector.captures.StoppedMachines;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.source.Capture;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory image or a register file that ends early is said to be so; what is missing is no fault of the machine's. */
final class CutImageTest {

    private static final List<String> CHECKS = List.of("mmu.pagemap-agrees", "mmu.page-table-frames", "mmu.wx-kernel");
    private static final int PARTS = 8;

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-4level-pti", "i386-nonpae", "armhf-6.1-armmp", "riscv64-6.12-sv39"})
    void whatIsCutOffIsNoViolation(String name) {
        try (Capture files = StoppedMachines.open(name)) {
            for (String file : List.of("mmu/physmem.idx", "mmu/physmem.bin", "mmu/registers.txt")) {
                for (int parts = 0; parts < PARTS; parts++) {
                    int kept = parts;
                    assertThat(findings(files, file, bytes -> (int) ((long) bytes.length * kept / PARTS)))
                            .as("%s, %d of %d parts of %s", name, parts, PARTS, file)
                            .noneMatch(f -> f.verdict() instanceof Verdict.Violated);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mmu/physmem.idx, line 61: found \\\"0x",
        "mmu/physmem.bin, 'bytes, expected'",
        "mmu/registers.txt, 'the file was cut'"
    })
    void whatIsCutIsNamed(String file, String words) {
        try (Capture files = StoppedMachines.open("x86_64-4level-pti")) {
            List<Finding> findings = findings(files, file, bytes -> bytes.length / PARTS);

            assertThat(findings).hasSize(CHECKS.size()).allSatisfy(f -> assertThat(f.verdict())
                    .isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(v.because())
                            .contains(file, words.replace("\\", ""))));
        }
    }

    /** Where the last line ends within its offset, that offset is a number that nobody wrote. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aNumberThatWasCutPlacesNoFrame(int digits) {
        try (Capture files = StoppedMachines.open("i386-nonpae")) {
            List<Finding> findings = findings(files, "mmu/physmem.idx", bytes -> {
                String text = new String(bytes, StandardCharsets.US_ASCII);
                int line = text.lastIndexOf('\n', text.length() - 2);
                return text.indexOf(',', line) + 1 + digits;
            });

            assertThat(findings)
                    .noneMatch(f -> f.verdict() instanceof Verdict.Violated)
                    .anyMatch(f -> f.check().equals("mmu.pagemap-agrees") && f.verdict() instanceof Verdict.Explained);
        }
    }

    @FunctionalInterface
    private interface Cut {
        int length(byte[] bytes);
    }

    private static List<Finding> findings(Capture files, String file, Cut cut) {
        Edit edit = new Edit.Content(file, Edit.Reading.BOTH, bytes -> Arrays.copyOf(bytes, cut.length(bytes)));
        return CaptureReports.run(new EditedFiles(files, List.of(edit)), CHECKS, Set.of())
                .findings();
    }
}
