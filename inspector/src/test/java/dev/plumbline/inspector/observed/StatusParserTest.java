package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusParserTest {

    private static final String TEXT = """
            Name:	a b
            Umask:	0022
            State:	S (sleeping)
            Tgid:	4711
            Pid:	4711
            PPid:	1
            Uid:	1000	1001	1002	1003
            NSpid:	4711	12	1
            VmSize:	    2260 kB
            VmRSS:	    1824 kB
            VmPTE:	      28 kB
            VmSwap:	       0 kB
            Threads:	1
            """;

    static List<CapturedProcess> all() {
        return CapturedProcess.all();
    }

    private static Parsed<ProcessStatus> parse(String text) {
        return StatusParser.parse(new SourceText("proc/4711/status", text));
    }

    @Test
    void fieldsHaveValuesAndLines() {
        Parsed<ProcessStatus> parsed = parse(TEXT);
        assertThat(parsed.damage()).isEmpty();
        ProcessStatus status = parsed.value();
        assertThat(status.name()).isEqualTo("a b");
        assertThat(status.state()).isEqualTo("S");
        assertThat(status.pid()).hasValue(4711);
        assertThat(status.uid()).hasValue(1000);
        assertThat(status.effectiveUid()).hasValue(1001);
        assertThat(status.nsPid()).containsExactly(4711L, 12L, 1L);
        assertThat(status.vmPteKib()).hasValue(28);
        assertThat(status.lineOf("VmPTE")).hasValue(11);
        assertThat(status.vmSwapKib()).hasValue(0);
        assertThat(status.hugetlbPagesKib()).isEmpty();
        assertThat(status.lineOf("HugetlbPages")).isEmpty();
        assertThat(status.fields()).containsEntry("Umask", "0022");
    }

    @Test
    void escapesOfTheNameAreUndoneInOnePass() {
        assertThat(parse(TEXT.replace("a b", "a\\nb\\\\nc")).value().name()).isEqualTo("a\nb\\nc");
        assertThat(parse(TEXT.replace("a b", "trailing\\")).value().name()).isEqualTo("trailing\\");
    }

    @Test
    void fieldsOfLaterKernelsAreKept() {
        Parsed<ProcessStatus> parsed = parse(TEXT + "VmFuture:\tplenty\nx86_Thread_features:\tshstk wrss \n");
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).containsExactly("VmFuture:\tplenty");
        assertThat(parsed.value().fields()).containsEntry("x86_Thread_features", "shstk wrss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VmPTE:	      28",
                "VmPTE:	      28 MB",
                "VmPTE:	      2x kB",
                "VmPTE:	         kB",
                "VmPTE:	      28 kB ",
                "VmPTE:	     -28 kB",
                "VmPTE:	99999999999999999999 kB",
                "VmPTE	      28 kB",
                "PPid:	one",
                "PPid:	1",
                "PPid:	",
                "",
            })
    void aDamagedLineHasItsNumber(String line) {
        Parsed<ProcessStatus> parsed = parse(TEXT.replace("VmPTE:	      28 kB", line));
        assertThat(parsed.damage()).hasSize(1);
        assertThat(parsed.damage().get(0).line()).isEqualTo(11);
        assertThat(parsed.damage().get(0).path()).isEqualTo("proc/4711/status");
        assertThat(parsed.value().vmPteKib()).isEmpty();
        assertThat(parsed.value().vmSwapKib()).hasValue(0);
    }

    @Test
    void anEmptyFileIsDamage() {
        assertThat(parse("").damage())
                .containsExactly(new Damage("proc/4711/status", 0, "an empty file", "a line Name"));
    }

    @Test
    void aFileCutInOrBetweenLinesIsDamage() {
        assertThat(parse(TEXT.substring(0, TEXT.length() - 1)).damage())
                .extracting(Damage::line)
                .containsExactly(13);
        assertThat(parse(TEXT.substring(0, TEXT.indexOf("VmPTE"))).damage())
                .extracting(Damage::allowed)
                .containsExactly("a line Threads");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyCapturedStatusIsReadWhole(CapturedProcess process) {
        SourceText text = process.text("status");
        Parsed<ProcessStatus> parsed = StatusParser.parse(text);
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
        assertThat(parsed.value().fields()).hasSize(text.lines().size());
        boolean user = process.bytes("maps").length > 0;
        assertThat(parsed.value().hasUserMemory()).isEqualTo(user);
        assertThat(parsed.value().vmPteKib().isPresent()).isEqualTo(user);
        assertThat(parsed.value().uid()).hasValue(0);
        assertThat(parsed.value().nsPid()).containsExactly((long) process.pid());
        parsed.value().lines().forEach((name, line) -> assertThat(text.lines().get(line - 1))
                .startsWith(name + ":"));
    }
}
