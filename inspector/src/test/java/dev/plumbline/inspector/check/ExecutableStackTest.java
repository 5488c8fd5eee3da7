package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutableStackTest {

    private final ExecutableStack check = new ExecutableStack();

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.CapturedProcesses#captures")
    void noCapturedProcessHasOneUntilItsMapsAreChanged(String capture) {
        StoredFiles files = CapturedProcesses.stored(capture);
        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, files);

        assertThat(verdicts).isNotEmpty().containsKey("pid 1 init");
        assertThat(verdicts.values()).containsOnly(new Verdict.Holds("rw-p", "rw-p", ""));

        StoredFiles changed = files.editing("proc/1/maps", t -> t.replaceFirst("rw-p( [^\\n]*\\[stack\\])", "rwxp$1"));
        assertThat(CapturedProcesses.examine(check, changed).get("pid 1 init"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.observed()).isEqualTo("rwxp"));
    }

    @Test
    void readImpliesExecIsTheSameDanger() {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level").with("proc/1/personality", "00400000\n");

        assertThat(CapturedProcesses.examine(check, files).get("pid 1 init"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.because()).contains("READ_IMPLIES_EXEC"));
    }

    @Test
    void aStackThatLostItsNameIsFoundByStat() {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level")
                .editing("proc/1/maps", t -> t.replaceFirst("rw-p( [^\\n]*)\\[stack\\]", "rwxp$1"));

        assertThat(CapturedProcesses.examine(check, files).get("pid 1 init")).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void withoutAnyStackNothingIsObserved() {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level")
                .editing("proc/1/maps", t -> t.replaceFirst("[^\\n]*\\[stack\\]\\n", ""));

        assertThat(CapturedProcesses.examine(check, files).get("pid 1 init")).isInstanceOf(Verdict.NotObservable.class);
    }
}
