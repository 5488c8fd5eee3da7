package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedLayoutTest {

    private static final Pattern TASK = Pattern.compile("^task pid=(\\d+) .* mmap_base=(\\w+) ", Pattern.MULTILINE);

    private final SharedLayout check = new SharedLayout();

    /** The oracle is mm->mmap_base of every task, as a module inside the guest printed it. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64-4level", "x86_64-5level", "i386-pae", "i386-nonpae", "x86_64-newest-6.12"})
    void aForkSharesItsParentsLayoutAndNobodyElsesIsShared(String capture) {
        StoredFiles files = CapturedProcesses.stored(capture);
        Map<String, List<String>> pidsByBase = TASK.matcher(
                        StoredFiles.ofCapture(capture, "gtmod.txt").text("gtmod.txt"))
                .results()
                .filter(m -> files.holds("proc/" + m.group(1) + "/maps"))
                .collect(Collectors.groupingBy(
                        m -> m.group(2), Collectors.mapping(m -> m.group(1), Collectors.toList())));

        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, files);

        assertThat(verdicts).hasSizeGreaterThan(4);
        verdicts.forEach((subject, verdict) -> {
            List<String> sharing = pidsByBase.values().stream()
                    .filter(pids -> pids.contains(subject.split(" ", -1)[1]))
                    .findFirst()
                    .orElseThrow();
            assertThat(subject).as("a family's subject is its first process").startsWith("pid " + sharing.get(0) + " ");
            if (sharing.size() == 1) {
                assertThat(verdict).as(subject).isEqualTo(Verdict.Holds.equal(1));
            } else {
                assertThat(verdict).as(subject).isInstanceOfSatisfying(Verdict.Explained.class, e -> assertThat(
                                e.observed())
                        .isEqualTo(sharing.size()));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm64-6.1-virt-a72", "armhf-6.1-armmp", "armel-6.1-raspi0", "riscv64-6.12-sv57"})
    void guestsWithoutForksShareNothing(String capture) {
        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, CapturedProcesses.stored(capture));

        assertThat(verdicts).hasSizeGreaterThan(3);
        assertThat(verdicts.values()).containsOnly(Verdict.Holds.equal(1));
    }

    @Test
    void strangersWithOneLayoutAreViolated() {
        StoredFiles files = strangers(2000, 3000, "proc/1/maps");

        Map<String, Verdict> verdicts = CapturedProcesses.examine(check, files);

        assertThat(verdicts.get("pid 2000 one"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.because()).contains("pid 3000 other"));
        assertThat(verdicts.get("pid 3000 other")).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void workersOfAParentThatHasGoneAreOneFamilyByProgramAndSession() {
        StoredFiles files = strangers(2000, 2000, "proc/1/maps");

        assertThat(CapturedProcesses.examine(check, files).get("pid 2000 one"))
                .isInstanceOfSatisfying(
                        Verdict.Explained.class, e -> assertThat(e.because()).contains("pid 3000 other"));
    }

    @Test
    void whatIsNotRandomizedIsCalledThat() {
        StoredFiles files = strangers(2000, 3000, "proc/1/maps").with("proc/2000/personality", "00040000\n");
        assertThat(CapturedProcesses.examine(check, files).get("pid 2000 one"))
                .isInstanceOfSatisfying(
                        Verdict.Explained.class, e -> assertThat(e.because()).contains("not randomized"));

        StoredFiles host = strangers(2000, 3000, "proc/1/maps").with("proc/sys/kernel/randomize_va_space", "0\n");
        Map<String, Verdict> unrandomized = CapturedProcesses.examine(check, host);
        assertThat(unrandomized.get("pid 2000 one"))
                .isInstanceOfSatisfying(Verdict.Explained.class, e -> assertThat(e.because())
                        .contains("nothing on this host is randomized"));
        assertThat(unrandomized.get("pid 3000 other")).isInstanceOf(Verdict.Explained.class);
    }

    /** Two processes, neither the other's ancestor, whose maps are those of a captured process moved as a whole. */
    private static StoredFiles strangers(int session, int otherSession, String maps) {
        StoredFiles files = CapturedProcesses.stored("x86_64-4level");
        String moved = files.text(maps).replaceAll("7ff[0-9a-f]{2}", "7ff11");
        StoredFiles one = CapturedProcesses.with(files, 2000, "one", 114, session, moved);
        return CapturedProcesses.with(one, 3000, "other", 1, otherSession, moved)
                .with("proc/2000/auxv", files.bytes("proc/1/auxv"))
                .with("proc/3000/auxv", files.bytes("proc/1/auxv"));
    }
}
