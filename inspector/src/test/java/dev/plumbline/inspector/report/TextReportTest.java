package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TextReportTest {

    private static final TextStyle NARROW = new TextStyle(OptionalInt.of(80), false, false);

    private static String print(TextStyle style, Assessment assessment) throws IOException {
        StringBuilder out = new StringBuilder();
        new TextReport(style, out).write(assessment);
        return out.toString();
    }

    @Test
    void saysWhichHostAndHowManyQuantities() throws IOException {
        String text = print(TextStyle.PLAIN, Samples.assess(Samples.MIN_HOLDS, Samples.LOW_EXPLAINED));

        assertThat(text.lines())
                .first()
                .isEqualTo("Linux 6.1.0-50-amd64 x86_64 · 4-level paging · 4 KiB pages · 23.5 GiB in 1 node · 2 CPUs"
                        + " · as root");
        assertThat(text.lines().skip(1)).first().isEqualTo("AMD EPYC 9B14 (Zen 4)");
        assertThat(text)
                .endsWith("2 of 2 quantities predicted: 1 hold, 1 explained, 0 drifted, 0 violated; 0 not observable"
                        + "  2.1 s\n");
    }

    @Test
    void putsTheWorstFirstAndKeepsPostureApart() throws IOException {
        String text = print(
                TextStyle.PLAIN,
                Samples.assess(
                        Samples.denied("mmu.page-table-bytes", 1),
                        Samples.ORDER_DRIFTED,
                        Samples.LOW_EXPLAINED,
                        Samples.WX_VIOLATED,
                        Samples.MIN_VIOLATED));

        assertThat(text.lines().filter(l -> !l.isEmpty() && Character.isLowerCase(l.charAt(0))))
                .containsExactly("violated", "posture: violated", "explained", "drifted", "not observable");
    }

    @Test
    void isOneLineAFindingInAPipe() throws IOException {
        String text = print(TextStyle.PLAIN, Samples.assess(Samples.LOW_EXPLAINED, Samples.ORDER_DRIFTED));

        assertThat(text.lines())
                .contains(
                        "  zone.watermarks  node 0 DMA32 low  9258 pages, expected 9273: computed before 6144 KiB of"
                                + " initrd were freed",
                        "  zone.free-lists  node 0 Normal order 0  658 → 641, expected 650: moved while reading");
    }

    @Test
    void fitsATerminalWithTheSubjectsColumnAsMargin() throws IOException {
        String text = print(NARROW, Samples.assess(Samples.LOW_EXPLAINED, Samples.MIN_VIOLATED));

        assertThat(text.lines()).allMatch(l -> l.codePointCount(0, l.length()) <= 80);
        assertThat(text.lines())
                .containsSequence(
                        "  zone.watermarks  node 0 DMA32 low  9258 pages, expected 9273: computed before",
                        "                   6144 KiB of initrd were freed");
    }

    @Test
    void saysAReasonOnceOnATerminalAndOnEveryLineInAPipe() throws IOException {
        Assessment assessment = Samples.assess(Samples.wx(1, "a"), Samples.wx(2, "b"), Samples.MIN_VIOLATED);

        assertThat(print(NARROW, assessment).lines())
                .containsSequence(
                        "  process.w-x      pid 1 a  1 mapping, expected 0",
                        "  process.w-x      pid 2 b  1 mapping, expected 0",
                        "      these 2: writable and executable at once",
                        "")
                .contains("  zone.watermarks  node 0 Normal min  812, expected 811: no earlier managed");
        assertThat(print(TextStyle.PLAIN, assessment).lines())
                .contains(
                        "  process.w-x      pid 1 a  1 mapping, expected 0: writable and executable at once",
                        "  process.w-x      pid 2 b  1 mapping, expected 0: writable and executable at once");
    }

    @Test
    void isSilentAboutWhatHoldsUnlessAsked() throws IOException {
        Assessment assessment = Samples.assess(Samples.MIN_HOLDS, Samples.LOW_EXPLAINED);

        assertThat(print(TextStyle.PLAIN, assessment))
                .doesNotContain("7406")
                .contains("holds: zone.watermarks 1.  --verbose lists them");
        assertThat(print(new TextStyle(OptionalInt.empty(), false, true), assessment))
                .contains("  zone.watermarks  node 0 DMA32 min  7406\n");
    }

    @Test
    void showsTermsAndEvidenceWhenVerbose() throws IOException {
        String text = print(new TextStyle(OptionalInt.empty(), false, true), Samples.assess(Samples.LOW_EXPLAINED));

        assertThat(text.lines())
                .containsSequence(
                        "      -15 pages  dmesg  Freeing initrd memory: 6144K",
                        "      proc/zoneinfo:12  low      9258");
    }

    @Test
    void saysOnceWhatManyProcessesWereDenied() throws IOException {
        List<Finding> denied = new ArrayList<>();
        for (int pid = 100; pid < 160; pid++) {
            denied.add(Samples.denied("mmu.page-table-bytes", pid));
            denied.add(Samples.denied("process.w-x", pid));
        }
        Assessment assessment = Samples.assess(denied.toArray(Finding[]::new));

        String line = "  2 checks  60 processes  proc/PID/maps: EACCES; would need CAP_SYS_PTRACE (pids ";
        assertThat(print(TextStyle.PLAIN, assessment).lines().filter(l -> l.contains("EACCES")))
                .singleElement()
                .asString()
                .startsWith(line + "100 101 102 103 104 105 106 107 108 109 ")
                .endsWith(" 158 159) [mmu.page-table-bytes, process.w-x]");
        assertThat(print(NARROW, assessment)).contains("and 52 more)");
        assertThat(print(new TextStyle(OptionalInt.empty(), false, true), assessment)
                        .lines()
                        .filter(l -> l.contains("EACCES")))
                .hasSize(120);
    }

    @Test
    void keepsDifferentReasonsApart() throws IOException {
        String text = print(
                TextStyle.PLAIN,
                Samples.assess(
                        Samples.denied("process.w-x", 7),
                        new Finding(
                                "process.w-x",
                                Samples.WX_VIOLATED.kind(),
                                "pid 8 sh",
                                new Verdict.NotObservable("proc/8/maps: ESRCH", ""),
                                List.of())));

        assertThat(text).contains("proc/7/maps: EACCES").contains("proc/8/maps: ESRCH");
    }

    @Test
    void coloursOnlyWhenAsked() throws IOException {
        Assessment assessment = Samples.assess(Samples.MIN_VIOLATED);

        assertThat(print(TextStyle.PLAIN, assessment)).doesNotContain("\u001b");
        assertThat(print(new TextStyle(OptionalInt.of(80), true, false), assessment))
                .contains("\u001b[1;31mviolated\u001b[0m");
    }

    @Test
    void letsNoProcessNameReachTheTerminal() throws IOException {
        String text = print(TextStyle.PLAIN, Samples.assess(Samples.wx(9, "a\u001b]0;owned\u0007\nviolated\u202e")));

        assertThat(text).contains("pid 9 a\\x1b]0;owned\\x07\\x0aviolated\\u202e");
        assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }
}
