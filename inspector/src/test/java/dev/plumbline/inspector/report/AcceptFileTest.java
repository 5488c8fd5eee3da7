package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.check.Finding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptFileTest {

    private static Assessment assess(List<String> lines, Finding... findings) throws AcceptFile.SyntaxException {
        return new Assessment(Samples.report(findings), AcceptFile.parse("known.accept", lines), Samples.TODAY);
    }

    @Test
    void takesAnAcceptedViolationOutOfTheExitCode() throws AcceptFile.SyntaxException {
        List<String> lines = List.of("# ours", "", "process.* | pid * mapper | a test program | 2026-03-01");

        assertThat(assess(List.of(), Samples.WX_VIOLATED).exitCode()).isEqualTo(4);
        assertThat(assess(lines, Samples.WX_VIOLATED).exitCode()).isZero();
        assertThat(assess(lines, Samples.WX_VIOLATED, Samples.wx(5, "other")).exitCode())
                .isEqualTo(4);
        assertThat(assess(lines, Samples.WX_VIOLATED, Samples.MIN_VIOLATED).exitCode())
                .isEqualTo(1);
    }

    @Test
    void keepsTheVerdictAndMarksIt() throws AcceptFile.SyntaxException, IOException {
        Assessment assessment = assess(List.of("process.w-x|*|known|2026-12-31"), Samples.WX_VIOLATED);
        StringBuilder text = new StringBuilder();
        new TextReport(TextStyle.PLAIN, text).write(assessment);

        assertThat(text)
                .contains("posture: violated, accepted\n")
                .contains("writable and executable at once (accepted until 2026-12-31: known)")
                .contains("1 violated (1 posture, 1 accepted)");
    }

    @Test
    void reportsExpiredAndUnusedEntries() throws AcceptFile.SyntaxException, IOException {
        Assessment assessment = assess(
                List.of("process.w-x | * | was known | 2026-02-28", "zone.* | node 9* | never seen | 2027-01-01"),
                Samples.WX_VIOLATED);
        StringBuilder text = new StringBuilder();
        new TextReport(TextStyle.PLAIN, text).write(assessment);

        assertThat(assessment.exitCode()).isEqualTo(4);
        assertThat(text)
                .contains("known.accept:1: process.w-x | *: expired on 2026-02-28 and accepts nothing\n")
                .contains("known.accept:2: zone.* | node 9*: unused: nothing that is violated matches\n");
    }

    @Test
    void doesNotCountWhatOnlyMatchesAnExplainedFindingAsUsed() throws AcceptFile.SyntaxException {
        Assessment assessment = assess(List.of("zone.watermarks|*|x|2027-01-01"), Samples.LOW_EXPLAINED);

        assertThat(assessment.unused()).hasSize(1);
        assertThat(assessment.findings()).allMatch(a -> a.acceptance().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "process.w-x | * | reason; f:2: 3 fields, but an entry is",
                "a | b | c | 2026-01-01 | d; f:2: 5 fields, but an entry is",
                "a | b | | 2026-01-01; f:2: field 3 is empty",
                "a | b | c | 2026-02-30; f:2: the last field must be a date, yyyy-mm-dd: \"2026-02-30\"",
                "a | b | c | tomorrow; f:2: the last field must be a date, yyyy-mm-dd: \"tomorrow\""
            })
    void namesTheLineThatIsNoEntry(String line, String message) {
        assertThatThrownBy(() -> AcceptFile.parse("f", List.of("#", line)))
                .isInstanceOf(AcceptFile.SyntaxException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void globsMatchWholeNamesAndNothingInThemIsARegex() {
        assertThat(new Glob("zone.*").matches("zone.watermarks")).isTrue();
        assertThat(new Glob("zone.*").matches("zonexwatermarks")).isFalse();
        assertThat(new Glob("zone").matches("zone.watermarks")).isFalse();
        assertThat(new Glob("node ? DMA").matches("node 0 DMA")).isTrue();
        assertThat(new Glob("[a-z]+").matches("a")).isFalse();
        assertThat(new Glob("pid * (sd-pam)").matches("pid 7 (sd-pam)")).isTrue();
    }
}
