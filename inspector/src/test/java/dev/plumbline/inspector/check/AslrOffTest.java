package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AslrOffTest {

    private final AslrOff check = new AslrOff();

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.CapturedProcesses#captures")
    void everyCapturedProcessIsRandomizedUntilItsPersonalityIsChanged(String capture) {
        StoredFiles files = CapturedProcesses.stored(capture);
        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, files);
        assertThat(verdicts).isNotEmpty();
        assertThat(verdicts.values()).hasOnlyElementsOfType(Verdict.Holds.class);

        String bits =
                "%08x".formatted(Long.parseLong(files.text("proc/1/personality").strip(), 16) | 0x40000);
        assertThat(CapturedProcesses.examine(check, files.with("proc/1/personality", bits + "\n"))
                        .get("pid 1 init"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.observed()).isEqualTo(bits));
    }

    @Test
    void aDeniedPersonalityNamesTheRemedy() {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level").denying("proc/1/personality", "CAP_SYS_PTRACE");

        assertThat(CapturedProcesses.examine(check, files).get("pid 1 init"))
                .isInstanceOfSatisfying(
                        Verdict.NotObservable.class, v -> assertThat(v.remedy()).isEqualTo("CAP_SYS_PTRACE"));
    }
}
