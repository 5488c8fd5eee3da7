package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Courses of events on real kernels' numbers. The expected sets were worked out by hand from the boot logs; the numbers of a
 * user's own setting by the kernel's formulas on paper.
 */
class ZoneHistoryTest {

    private static final List<HostCheck> CHECKS =
            List.of(new ZoneWatermarks(), new ZoneLowmemReserve(), new ZoneMinFreeKbytes());

    @Test
    void oneSetOfManagedPagesExplainsBothNodes() {
        Verdict low = examine(stored("x86_64-numa-6g")).get("node 0 DMA32 low");

        assertThat(low).isInstanceOfSatisfying(Verdict.Explained.class, explained -> {
            assertThat(explained.observed()).isEqualTo(9258);
            assertThat(explained.expected()).isEqualTo(9273);
            assertThat(explained.because())
                    .contains("node 0 DMA32 498571 (today 500576)")
                    .contains("node 1 DMA32 244153 (today 245725)")
                    .contains("khugepaged");
            assertThat(explained.terms())
                    .extracting(t -> t.evidence().text())
                    .anyMatch(t -> t.contains("(initmem)") && t.contains("node 0 DMA32"))
                    .anyMatch(t -> t.contains("initrd") && t.contains("node 1 DMA32"));
        });
    }

    @Test
    void aSettingOfTheUsersIsExplainedByTheWatermarksThatFollowFromIt() {
        // 8192 KiB are 2048 pages; one zone shares them: min 2048 * 110094 / 110094, then steps of a quarter
        StoredFiles files = stored("armel-6.1-raspi0")
                .with("proc/sys/vm/min_free_kbytes", "8192\n")
                .editing("proc/zoneinfo", text -> text.replace("min      660\n", "min      2048\n")
                        .replace("low      825\n", "low      2560\n")
                        .replace("high     990\n", "high     3072\n"));

        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts.get("min_free_kbytes")).isInstanceOfSatisfying(Verdict.Explained.class, explained -> {
            assertThat(explained.observed()).isEqualTo(8192);
            assertThat(explained.expected() + explained.terms().get(0).amount()).isEqualTo(8192);
            assertThat(explained.because()).contains("sysctl");
        });
        assertThat(verdicts.get("node 0 Normal min")).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void aSettingThatNoWatermarkFollowsIsViolated() {
        StoredFiles files = stored("armel-6.1-raspi0").with("proc/sys/vm/min_free_kbytes", "8192\n");

        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts.get("min_free_kbytes")).isInstanceOf(Verdict.Violated.class);
        assertThat(verdicts.get("node 0 Normal min")).isNotInstanceOf(Verdict.Violated.class);
    }

    @Test
    void aBoostIsATermOfEveryWatermark() {
        // two page blocks of 1024 pages would exceed the most of 150 % of high, 1485: one block
        StoredFiles files = stored("armel-6.1-raspi0")
                .editing("proc/zoneinfo", text -> text.replaceFirst("boost    0", "boost    1024")
                        .replace("min      660\n", "min      1684\n")
                        .replace("low      825\n", "low      1849\n")
                        .replace("high     990\n", "high     2014\n"));

        assertThat(examine(files).get("node 0 Normal low"))
                .isInstanceOfSatisfying(Verdict.Explained.class, explained -> assertThat(explained.terms())
                        .anyMatch(term -> term.amount() == 1024));
    }

    @Test
    void aPrintedBoostThatNoWatermarkContainsIsTheWrongNumber() {
        StoredFiles files = stored("armel-6.1-raspi0")
                .editing("proc/zoneinfo", text -> text.replaceFirst("boost    0", "boost    1024"));

        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts.get("node 0 Normal boost")).isInstanceOf(Verdict.Violated.class);
        assertThat(verdicts).doesNotContainKey("node 0 Normal low");
    }

    @Test
    void withoutTheBootLogNothingIsViolated() {
        Map<String, Verdict> verdicts = examine(stored("x86_64-numa-6g").denying("dmesg.txt", "CAP_SYSLOG"));

        assertThat(verdicts.values()).noneMatch(v -> v instanceof Verdict.Violated);
        assertThat(verdicts.get("node 0 DMA32 low"))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, verdict -> assertThat(verdict.remedy())
                        .isEqualTo("CAP_SYSLOG"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i386-pae", "x86_64-numa-6g", "armhf-6.1-armmp", "riscv64-6.12-sv57"})
    void aLogThatEndsBeforeInitIsTakenForCut(String capture) {
        for (int lines = 0; lines < 600; lines += 75) {
            int kept = lines;
            StoredFiles files = stored(capture).editing("dmesg.txt", text -> text.lines()
                    .takeWhile(line -> !line.contains("Freeing unused kernel") && !line.contains("as init process"))
                    .limit(kept)
                    .collect(Collectors.joining("\n", "", "\n")));

            assertThat(examine(files))
                    .as("%s, %d lines of its log", capture, lines)
                    .allSatisfy((subject, verdict) -> assertThat(verdict).isNotInstanceOf(Verdict.Violated.class));
        }
    }

    @Test
    void withoutTheBootLogNoHistoryIsClaimed() {
        Map<String, Verdict> verdicts = examine(stored("x86_64-4level").without("dmesg.txt"));

        assertThat(verdicts.get("min_free_kbytes")).isInstanceOf(Verdict.NotObservable.class);
    }

    @Test
    void whatNoManagedPagesCanGiveIsViolatedEvenWithoutTheBootLog() {
        StoredFiles files = stored("riscv64-6.12-sv39")
                .without("dmesg.txt")
                .editing("proc/zoneinfo", text -> text.replace("low      832\n", "low      833\n"));

        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts.get("node 0 DMA32 low")).isInstanceOf(Verdict.Violated.class);
        verdicts.remove("node 0 DMA32 low");
        assertThat(verdicts.values()).noneMatch(v -> v instanceof Verdict.Violated);
    }

    @Test
    void aRamDiskWithoutAnAddressIsPlacedByTheNumbers() {
        StoredFiles files =
                stored("x86_64-numa-6g").editing("dmesg.txt", text -> text.replace("RAMDISK: [mem", "RAMDISK [mem"));

        assertThat(examine(files).get("node 1 DMA32 min"))
                .isInstanceOfSatisfying(Verdict.Explained.class, explained -> assertThat(explained.because())
                        .contains("node 1 DMA32 244153 (today 245725)"));
    }

    private static Map<String, Verdict> examine(StoredFiles files) {
        HostView host = new HostView(files);
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (HostCheck check : CHECKS) {
            check.examine(host, f -> verdicts.put(f.subject(), f.verdict()));
        }
        return verdicts;
    }

    private static StoredFiles stored(String capture) {
        return StoredFiles.ofCapture(
                capture,
                "proc/zoneinfo",
                "proc/meminfo",
                "proc/sys/vm/",
                "proc/iomem",
                "proc/buddyinfo",
                "proc/pagetypeinfo",
                "proc/cmdline",
                "proc/version",
                "proc/kcore",
                "proc/1/auxv",
                "sys/kernel/mm/",
                "dmesg",
                "boot/");
    }
}
