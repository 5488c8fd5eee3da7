package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** host.aslr-setting and host.kaslr-setting; what is true of each capture is in its README. */
class HostSettingsTest {

    private static final Check ASLR = new HostAslrSetting();
    private static final Check KASLR = new HostKaslrSetting();
    private static final String KALLSYMS = "proc/kallsyms";

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.LayoutConstantsOracleTest#captures")
    void everyCapturesUserRandomizationIsOn(String name) {
        Map<String, Verdict> verdicts = CheckRuns.verdicts(stored(name), ASLR);
        assertThat(verdicts).containsKeys("randomize_va_space", "mmap_rnd_bits", "legacy_va_layout");
        assertThat(verdicts.values()).allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.Holds.class));
        assertThat(verdicts.containsKey("mmap_rnd_compat_bits"))
                .isEqualTo(name.startsWith("x86_64") || name.startsWith("arm64"));
    }

    @ParameterizedTest
    @CsvSource({
        "kernel/randomize_va_space, 1, randomize_va_space",
        "kernel/randomize_va_space, 0, randomize_va_space",
        "vm/mmap_rnd_bits, 27, mmap_rnd_bits",
        "vm/mmap_rnd_bits, 33, mmap_rnd_bits",
        "vm/mmap_rnd_compat_bits, 7, mmap_rnd_compat_bits",
        "vm/legacy_va_layout, 1, legacy_va_layout"
    })
    void aWeakerOrImpossibleSettingIsNamed(String file, String value, String subject) {
        StoredFiles files = stored("x86_64-4level");
        assertThat(CheckRuns.violated(files.with("proc/sys/" + file, value + "\n"), ASLR))
                .containsExactly(subject);
        StoredFiles withoutOptions = files.without("boot/config-6.1.0-50-amd64");
        assertThat(CheckRuns.violated(withoutOptions.with("proc/sys/" + file, value + "\n"), ASLR))
                .containsExactly(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"28", "30", "32"})
    void belowTheMaximumIsFine(String bits) {
        StoredFiles files = stored("x86_64-4level").with("proc/sys/vm/mmap_rnd_bits", bits + "\n");
        assertThat(CheckRuns.violated(files, ASLR)).isEmpty();
    }

    @Test
    void bitsThatOnlyRootMayReadAreNotObservable() {
        StoredFiles files = stored("x86_64-4level").denying("proc/sys/vm/mmap_rnd_bits", "root");
        assertThat(CheckRuns.verdicts(files, ASLR).get("mmap_rnd_bits"))
                .isEqualTo(new Verdict.NotObservable("proc/sys/vm/mmap_rnd_bits: EACCES", "root"));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.LayoutConstantsOracleTest#captures")
    void onlyTrueWeaknessesOfTheKernelsOwnAddressesAreReported(String name) {
        List<String> expected = name.equals("x86_64-numa-6g")
                ? List.of("command line")
                : name.startsWith("riscv64") ? List.of("CONFIG_RANDOMIZE_BASE") : List.of();
        assertThat(CheckRuns.violated(stored(name), KASLR)).isEqualTo(expected);
        assertThat(CheckRuns.verdicts(stored(name), KASLR).get("_text")).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void anImageThatMovedAgainstTheCommandLineIsNamed() {
        StoredFiles files = stored("x86_64-4level").with("proc/cmdline", "console=ttyS0 nokaslr\n");
        assertThat(CheckRuns.violated(files, KASLR)).containsExactly("_text", "command line");
    }

    @Test
    void anImageThatStayedThoughNothingForbadeItIsNamed() {
        StoredFiles files = stored("x86_64-numa-6g").with("proc/cmdline", "console=ttyS0\n");
        assertThat(CheckRuns.violated(files, KASLR)).containsExactly("_text");
    }

    @Test
    void anImageAtItsLinkedAddressByChanceIsTold() {
        StoredFiles files = stored("x86_64-4level")
                .editing(KALLSYMS, text -> text.replace("ffffffff89200000 T _text", "ffffffff81000000 T _text"));
        assertThat(CheckRuns.verdict(files, KASLR, "_text").because()).contains("direct map");
        assertThat(CheckRuns.violated(files, KASLR)).containsExactly("KERNELOFFSET");
    }

    @Test
    void anImageWhereNothingPutsOneIsNamed() {
        StoredFiles files = stored("x86_64-4level")
                .editing(KALLSYMS, text -> text.replace("ffffffff89200000 T _text", "ffffffff89201000 T _text"));
        assertThat(CheckRuns.violated(files, KASLR)).contains("_text");
    }

    @Test
    void anOptionThatIsOffIsNamed() {
        StoredFiles files = stored("arm64-6.12-max-lpa2")
                .editing(
                        "boot/config-6.12.107+deb13-arm64",
                        text -> text.replace("CONFIG_RANDOMIZE_BASE=y", "# CONFIG_RANDOMIZE_BASE is not set"));
        assertThat(CheckRuns.violated(files, KASLR)).containsExactly("CONFIG_RANDOMIZE_BASE", "_text");
    }

    @Test
    void hiddenAddressesAreNotObservable() {
        Pattern address = Pattern.compile("(?m)^[0-9a-f]{16}");
        StoredFiles files = stored("x86_64-4level")
                .editing(KALLSYMS, text -> address.matcher(text).replaceAll("0000000000000000"));
        assertThat(CheckRuns.verdicts(files, KASLR).get("_text"))
                .isInstanceOfSatisfying(
                        Verdict.NotObservable.class, v -> assertThat(v.remedy()).contains("CAP_SYSLOG"));
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(name, "proc/", "boot/", "dmesg.txt");
    }
}
