package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** personality, statm and limits. */
final class SmallProcessFilesTest {

    private static final String HEADING =
            "Limit                     Soft Limit           Hard Limit           Units     \n";

    static List<CapturedProcess> all() {
        return CapturedProcess.all();
    }

    static List<CapturedProcess> allUser() {
        return CapturedProcess.allUser();
    }

    private static SourceText text(String text) {
        return new SourceText("proc/7/file", text);
    }

    @Test
    void personalityBitsHaveNames() {
        Personality none = Personality.parse(text("00000000\n")).value().orElseThrow();
        assertThat(none.bits()).isZero();
        assertThat(none.addrNoRandomize()).isFalse();
        Personality setarch = Personality.parse(text("00040008\n")).value().orElseThrow();
        assertThat(setarch.addrNoRandomize()).isTrue();
        assertThat(setarch.addrCompatLayout()).isFalse();
        assertThat(personality("00200000").addrCompatLayout()).isTrue();
        assertThat(personality("00400000").readImpliesExec()).isTrue();
        assertThat(personality("00100000").mmapPageZero()).isTrue();
        assertThat(personality("00800000").addrLimit32Bit()).isTrue();
        assertThat(personality("08000000").addrLimit3Gb()).isTrue();
        assertThat(personality("ffffffff").bits()).isEqualTo(0xffffffffL);
    }

    private static Personality personality(String digits) {
        return Personality.parse(text(digits + "\n")).value().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0004000g\n", "00040000", "00040000 \n", "100000000\n", "00040000\n1\n", "-1\n"})
    void whatIsNoPersonalityIsDamage(String damaged) {
        assertThat(Personality.parse(text(damaged)).value()).isEmpty();
        assertThat(Personality.parse(text(damaged)).damage()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void only32BitArmLimitsTheAddressSpaceByDefault(CapturedProcess process) {
        Parsed<Optional<Personality>> parsed = Personality.parse(process.text("personality"));
        assertThat(parsed.damage()).isEmpty();
        Personality personality = parsed.value().orElseThrow();
        boolean arm32 =
                process.capture().startsWith("armhf") || process.capture().startsWith("armel");
        assertThat(personality.addrLimit32Bit() && !arm32).isFalse();
        assertThat(personality.addrNoRandomize()).isFalse();
    }

    @Test
    void statmIsInPages() {
        assertThat(Statm.parse(text("565 456 433 388 0 77 0\n")).value()).hasValue(new Statm(565, 456, 433, 388, 77));
        assertThat(Statm.parse(text("1 2 3 4 5 6 7 8 9\n")).unknown()).containsExactly("8 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1 2 3 4 5 6\n", "1 2 3 4 5 6 7", "1 2 3 4 5 6 x\n", "1 2 3  4 5 6 7\n", "1,2\n"})
    void whatIsNoStatmIsDamage(String damaged) {
        assertThat(Statm.parse(text(damaged)).value()).isEmpty();
        assertThat(Statm.parse(text(damaged)).damage()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("allUser")
    void statmSaysInPagesWhatStatusSaysInKib(CapturedProcess process) {
        Statm statm = Statm.parse(process.text("statm")).value().orElseThrow();
        ProcessStatus status = StatusParser.parse(process.text("status")).value();
        long pageKib = process.capture().contains("-16k-") ? 16 : 4;
        assertThat(status.vmSizeKib()).hasValue(statm.sizePages() * pageKib);
        assertThat(status.number("VmExe", 0)).hasValue(statm.textPages() * pageKib);
        assertThat(status.number("VmData", 0).orElseThrow()
                        + status.number("VmStk", 0).orElseThrow())
                .isEqualTo(statm.dataPages() * pageKib);
        assertThat(statm.residentPages()).isPositive();
    }

    @Test
    void limitsAreNumbersOrUnlimited() {
        String table = HEADING + "Max stack size            8388608              unlimited            bytes     \n"
                + "Max nice priority         0                    18446744073709551614                    \n"
                + "Max future 2nd thing      1                    2                    things    \n";
        Parsed<Limits> parsed = Limits.parse(text(table));
        assertThat(parsed.value().byName()).hasSize(2);
        assertThat(parsed.value().stackBytes())
                .hasValue(new Limits.Limit(OptionalLong.of(8388608), OptionalLong.empty(), "bytes", 2));
        assertThat(parsed.value().limit("Max nice priority"))
                .hasValue(new Limits.Limit(OptionalLong.of(0), OptionalLong.of(-2), "", 3));
        assertThat(parsed.damage()).extracting(Damage::line).containsExactly(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max stack size            x                    unlimited            bytes     ",
                "Max stack size            8388608",
                "Max stack size            8388608unlimited     1",
                "8388608              unlimited            bytes     ",
                "",
                "Max cpu time              1                    1                    seconds   ",
            })
    void whatIsNoLimitIsDamageWithItsLine(String line) {
        CapturedProcess some = allUser().get(0);
        String whole = some.text("limits").text();
        String damaged = whole.replaceFirst("Max stack size.*", line);
        assertThat(Limits.parse(text(damaged)).damage())
                .extracting(Damage::line)
                .containsExactly(5);
    }

    @Test
    void aShorterTableWasCut() {
        String whole = allUser().get(0).text("limits").text();
        String cut = whole.substring(0, whole.indexOf("Max realtime timeout"));
        assertThat(Limits.parse(text(cut)).damage()).extracting(Damage::found).containsExactly("15 limits");
        assertThat(Limits.parse(text("")).damage()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyCapturedTableHasSixteenLimits(CapturedProcess process) {
        Parsed<Limits> parsed = Limits.parse(process.text("limits"));
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
        assertThat(parsed.value().byName()).hasSize(16);
        assertThat(parsed.value().stackBytes().orElseThrow().soft()).hasValue(8L << 20);
        assertThat(parsed.value().addressSpaceBytes().orElseThrow().soft()).isEmpty();
        ProcessStatus status = StatusParser.parse(process.text("status")).value();
        String pending = status.text("SigQ").orElseThrow();
        assertThat(parsed.value().limit("Max pending signals").orElseThrow().soft())
                .hasValue(Long.parseLong(pending.substring(pending.indexOf('/') + 1)));
    }
}
