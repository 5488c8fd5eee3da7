package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SmapsRollupTest {

    /** Sums of these are exact; Pss is rounded down once in each file. */
    private static final List<String> EXACT = List.of(
            "Rss",
            "Shared_Clean",
            "Shared_Dirty",
            "Private_Clean",
            "Private_Dirty",
            "Anonymous",
            "AnonHugePages",
            "Shared_Hugetlb",
            "Private_Hugetlb",
            "Swap");

    static List<CapturedProcess> allUser() {
        return CapturedProcess.allUser();
    }

    private static Parsed<Optional<SmapsRollup>> parse(String text) {
        return SmapsRollup.parse(new SourceText("proc/7/smaps_rollup", text));
    }

    @ParameterizedTest
    @MethodSource("allUser")
    void itIsTheSumOfSmaps(CapturedProcess process) {
        Parsed<Optional<SmapsRollup>> parsed = SmapsRollup.parse(process.text("smaps_rollup"));
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
        SmapsRollup rollup = parsed.value().orElseThrow();
        List<SmapsVma> smaps = SmapsParser.parse(process.text("smaps")).value().stream()
                .filter(s -> !isGatePage(process, s.vma()))
                .toList();
        for (String name : EXACT) {
            long sum =
                    smaps.stream().mapToLong(s -> s.sizeKib(name).orElseThrow()).sum();
            assertThat(rollup.sizeKib(name)).as(name).hasValue(sum);
        }
        assertThat(rollup.range().start()).isEqualTo(smaps.get(0).vma().range().start());
        assertThat(rollup.range().end())
                .isEqualTo(smaps.get(smaps.size() - 1).vma().range().end());
    }

    /**
     * Printed by maps and smaps, and owned by no process: {@code get_gate_vma} of arch/arm/kernel/process.c. The page of the
     * same name that arm64 gives 32-bit programs is an ordinary mapping (arch/arm64/kernel/vdso.c).
     */
    private static boolean isGatePage(CapturedProcess process, Vma vma) {
        return vma.path().equals("[vectors]") && process.capture().matches("arm(hf|el)-.*");
    }

    @Test
    void aProcessThatUnmappedEverythingHasAnEmptyRange() {
        Parsed<Optional<SmapsRollup>> parsed = parse("""
                00000000-00000000 ---p 00000000 00:00 0                                  [rollup]
                Rss:                   0 kB
                Locked:                0 kB
                """);
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().orElseThrow().range().sizeBytes()).isZero();
        assertThat(parsed.value().orElseThrow().rssKib()).hasValue(0);
        assertThat(parsed.value().orElseThrow().swapKib()).isEmpty();
    }

    @Test
    void anEmptyFileAHeadAloneAndACutStanzaAreDamage() {
        String head = "00400000-00401000 ---p 00000000 00:00 0                                  [rollup]\n";
        assertThat(parse("").damage()).hasSize(1);
        assertThat(parse("").value()).isEmpty();
        assertThat(parse(head).damage()).extracting(Damage::line).containsExactly(0);
        assertThat(parse(head + "Rss:                   0 kB\n").damage())
                .extracting(Damage::allowed)
                .containsExactly("fields from Rss to Locked");
        assertThat(parse(head + "Rss:                   0 kB\nLocked:        0 k")
                        .damage())
                .extracting(Damage::line)
                .containsExactly(3);
        assertThat(parse("Rss:                   0 kB\n").damage())
                .extracting(Damage::line)
                .contains(1);
    }
}
