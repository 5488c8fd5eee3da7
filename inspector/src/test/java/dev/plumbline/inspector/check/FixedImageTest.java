package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The oracle is how the guests' programs were built, as their captures' README files say: busybox, mapper and mapper32 are
 * static and fixed, mapper_pie is a dynamic PIE. On arm64 alone the 64-bit mapper is a static PIE.
 */
class FixedImageTest {

    private final FixedImage check = new FixedImage();

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.CapturedProcesses#captures")
    void theImageOfEveryCapturedProgramIsKnown(String capture) {
        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, CapturedProcesses.stored(capture));

        assertThat(verdicts).isNotEmpty();
        verdicts.forEach((subject, verdict) -> {
            boolean pie = subject.contains("dyn")
                    || subject.contains("32dy-")
                    || (capture.startsWith("arm64") && subject.endsWith(" mapper"));
            assertThat(verdict).as(subject).isInstanceOf(pie ? Verdict.Holds.class : Verdict.Violated.class);
        });
    }

    @Test
    void whereThereIsAHeaderItDecides() {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level");
        byte[] header = new byte[64];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, header, 0, 7);
        header[16] = 3;

        assertThat(CapturedProcesses.examine(check, files.with("proc/1/exe", header))
                        .get("pid 1 init"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class, v -> assertThat(v.observed()).isEqualTo("ET_DYN"));

        header[16] = 2;
        assertThat(CapturedProcesses.examine(check, files.with("proc/1/exe", header))
                        .get("pid 1 init"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.observed()).isEqualTo("ET_EXEC at 0x400000"));
    }

    @Test
    void anArchitectureWithoutAReferenceIsJudgedByItsWordSize() {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level");
        StoredFiles unknown = StoredFiles.none();
        for (String name : new String[] {"stat", "maps", "auxv", "personality"}) {
            unknown = unknown.with("proc/123/" + name, files.bytes("proc/123/" + name));
            unknown = unknown.with("proc/117/" + name, files.bytes("proc/117/" + name));
        }

        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, unknown);

        assertThat(verdicts.get("pid 123 mapperdyn")).isInstanceOf(Verdict.Holds.class);
        assertThat(verdicts.get("pid 117 mapper")).isInstanceOf(Verdict.Violated.class);
    }
}
