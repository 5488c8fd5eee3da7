package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Command line, log, meminfo, version, sysctls and the small files of /sys. */
class TextFilesParserTest {

    private static SourceText file(String text) {
        return new SourceText("a/file", text);
    }

    private static KernelCommandLine cmdline(String text) {
        return KernelCommandLine.parse(file(text)).value();
    }

    @Test
    void commandLineKeepsQuotedValuesTogether() {
        KernelCommandLine cmdline =
                cmdline("root=/dev/sda dyndbg=\"file mm.c +p\" \"a b=c d\" nokaslr mem=1G mem=2G\n");

        assertThat(cmdline.words()).hasSize(6);
        assertThat(cmdline.option("dyndbg")).hasValue("file mm.c +p");
        assertThat(cmdline.option("a b")).hasValue("c d");
        assertThat(cmdline.has("nokaslr")).isTrue();
        assertThat(cmdline.option("nokaslr")).isEmpty();
        assertThat(cmdline.has("kaslr")).isFalse();
        assertThat(cmdline.option("mem")).hasValue("2G");
        assertThat(cmdline.options("mem")).containsExactly("1G", "2G");
    }

    @Test
    void commandLineEndsForTheKernelAtTwoDashes() {
        KernelCommandLine cmdline = cmdline("quiet -- nokaslr mem=1G\n");

        assertThat(cmdline.has("quiet")).isTrue();
        assertThat(cmdline.has("nokaslr")).isFalse();
        assertThat(cmdline.option("mem")).isEmpty();
    }

    @Test
    void commandLineTakesDashesForUnderscores() {
        assertThat(cmdline("init-on-alloc=1\n").option("init_on_alloc")).hasValue("1");
    }

    @Test
    void commandLineMayBeEmptyButItsFileMayNot() {
        assertThat(KernelCommandLine.parse(file("\n")).damage()).isEmpty();
        assertThat(cmdline("\n").words()).isEmpty();
        assertDamage(KernelCommandLine.parse(file("")), 0, "an empty file");
        assertDamage(KernelCommandLine.parse(file("quiet")), 1, "quiet");
    }

    @Test
    void logKnowsEveryPrefix() {
        KernelLog log = KernelLog.parse(file("""
                                [    0.000000] Linux version 6.1
                                <6>[12345.678901] with a level
                                [    1.500000][    T1] with a task
                                [    1.600000][   C12] with a CPU
                                6,339,5140900,-;from kmsg
                                <4>without a time
                                 continued
                                [mem 0x10000000-0xfffbffff] no time either
                                """)).value();

        assertThat(log.lines())
                .extracting(LogLine::text)
                .containsExactly(
                        "Linux version 6.1",
                        "with a level",
                        "with a task",
                        "with a CPU",
                        "from kmsg",
                        "without a time",
                        " continued",
                        "[mem 0x10000000-0xfffbffff] no time either");
        assertThat(log.lines())
                .extracting(LogLine::seconds)
                .containsExactly(
                        OptionalDouble.of(0),
                        OptionalDouble.of(12345.678901),
                        OptionalDouble.of(1.5),
                        OptionalDouble.of(1.6),
                        OptionalDouble.of(5.1409),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty());
        assertThat(log.first(Pattern.compile("with a C.*")).orElseThrow().line())
                .isEqualTo(4);
        assertThat(log.matching(Pattern.compile("with.*"))).hasSize(4);
    }

    @Test
    void linesEndWithALineFeedAlone() {
        assertThat(file("a\r\nb\rc\n\nd").lines()).containsExactly("a\r", "b\rc", "", "d");
        assertThat(file("").lines()).isEmpty();
        assertThat(KernelLog.parse(file("[    0.000000] one\rline\n")).value().lines())
                .extracting(LogLine::text)
                .containsExactly("one\rline");
    }

    @Test
    void meminfoTellsKibFromCounts() {
        MemInfo meminfo = MemInfo.parse(file("MemTotal:  6079500 kB\nActive(anon):  12 kB\nHugePages_Total:  3\n"))
                .value();

        assertThat(meminfo.kib("MemTotal")).hasValue(6079500);
        assertThat(meminfo.kib("Active(anon)")).hasValue(12);
        assertThat(meminfo.count("HugePages_Total")).hasValue(3);
        assertThat(meminfo.kib("HugePages_Total")).isEmpty();
        assertThat(meminfo.lineOf("HugePages_Total")).isEqualTo(3);
        assertThat(meminfo.lineOf("Absent")).isZero();
        assertThat(MemInfo.parse(file("Node 1 MemTotal:  5 kB\n")).value().kib("MemTotal"))
                .hasValue(5);
    }

    @Test
    void meminfoNamesItsDamage() {
        assertDamage(MemInfo.parse(file("MemTotal: 1 kB\nMemFree: x kB\n")), 2, "MemFree: x kB");
        assertDamage(MemInfo.parse(file("MemTotal: 1 kB\nMemFree: 2 MB\n")), 2, "MemFree: 2 MB");
        assertDamage(MemInfo.parse(file("MemTotal: 1 kB\nMemFree\n")), 2, "MemFree");
        assertDamage(MemInfo.parse(file("MemTotal: 1 kB\nMemTotal: 2 kB\n")), 2, "MemTotal: 2 kB");
        assertDamage(MemInfo.parse(file("MemTotal: 99999999999999999999 kB\n")), 1, "99999999999999999999");
        assertDamage(MemInfo.parse(file("MemFree: 1 kB\n")), 0, "no MemTotal");
        assertDamage(MemInfo.parse(file("MemTotal: 1 kB\nMemFr")), 2, "MemFr");
        assertDamage(MemInfo.parse(file("")), 0, "an empty file");
    }

    @Test
    void versionGivesTheRelease() {
        KernelVersion version = KernelVersion.parse(file("Linux version 6.18.44-fc (a@b) (gcc (GCC) 15.3.0) #1 SMP\n"))
                .value();

        assertThat(version.release()).isEqualTo("6.18.44-fc");
        assertThat(version.major()).hasValue(6);
        assertThat(version.minor()).hasValue(18);
        assertDamage(KernelVersion.parse(file("Linux 6.18\n")), 1, "Linux 6.18");
        assertDamage(KernelVersion.parse(file("")), 0, "an empty file");
    }

    @Test
    void sysctlsHoldOneNumberSeveralOrAString() {
        assertThat(Sysctl.parseNumber(file("-1\n")).value().number()).isEqualTo(-1);
        assertThat(Sysctl.parseNumber(file("18446744073692774399\n")).value().number())
                .isEqualTo(-16777217);
        assertThat(Sysctl.parseNumbers(file("256\t256\t32\t0\t0\n")).value().numbers())
                .containsExactly(256L, 256L, 32L, 0L, 0L);
        assertThat(Sysctl.parseText(file("(none)\n")).value().text()).isEqualTo("(none)");
    }

    @Test
    void sysctlsNameTheirDamage() {
        assertDamage(Sysctl.parseNumber(file("2x\n")), 1, "2x");
        assertDamage(Sysctl.parseNumber(file("1\t2\n")), 1, "1\\x092");
        assertDamage(Sysctl.parseNumber(file("1\n2\n")), 2, "2");
        assertDamage(Sysctl.parseNumber(file("99999999999999999999\n")), 1, "99999999999999999999");
        assertDamage(Sysctl.parseNumber(file("\n")), 1, "");
        assertDamage(Sysctl.parseNumbers(file("")), 0, "an empty file");
        assertThatThrownBy(() -> Sysctl.parseNumber(file("x\n")).value().number())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"x\" is not one number");
    }

    @Test
    void transparentHugepageKnowsTheChoiceInBrackets() {
        TransparentHugepage thp = TransparentHugepage.parse(file("always defer defer+madvise [madvise] never\n"))
                .value();

        assertThat(thp.selected()).hasValue("madvise");
        assertThat(thp.choices()).containsExactly("always", "defer", "defer+madvise", "madvise", "never");
        assertDamage(TransparentHugepage.parse(file("always madvise never\n")), 1, "always madvise never");
        assertDamage(TransparentHugepage.parse(file("[always] [never]\n")), 1, "[always] [never]");
        assertDamage(TransparentHugepage.parse(file("")), 0, "an empty file");
    }

    @Test
    void cpuListsAreRangesOrNothing() {
        assertThat(CpuList.parse(file("0-2,7,9-10\n")).value().ids()).containsExactly(0, 1, 2, 7, 9, 10);
        assertThat(CpuList.parse(file("\n")).value().ids())
                .as("a node without CPUs")
                .isEmpty();
        assertThat(CpuList.parse(file("\n")).damage()).isEmpty();
        for (String damaged : List.of("0-x", "3-1", "0,0", "0-99999999", "-", "1,,2")) {
            assertDamage(CpuList.parse(file(damaged + "\n")), 1, damaged);
        }
    }

    @Test
    void nodeDistancesAreBytes() {
        assertThat(NodeDistance.parse(file("10 21 255\n")).value().toNodes()).containsExactly(10, 21, 255);
        assertDamage(NodeDistance.parse(file("10 256\n")), 1, "10 256");
        assertDamage(NodeDistance.parse(file("")), 0, "an empty file");
    }

    @Test
    void hugetlbPoolsGatherTheirFiles() {
        String directory = "sys/kernel/mm/hugepages/hugepages-2048kB/";
        Parsed<HugepagePools> parsed = HugepagePools.parse(
                "sys/kernel/mm/hugepages",
                List.of(
                        new SourceText(directory + "nr_hugepages", "16\n"),
                        new SourceText(directory + "free_hugepages", "8\n"),
                        new SourceText(directory + "demote", "0\n"),
                        new SourceText("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "x\n")));

        assertThat(parsed.value().pools()).hasSize(1);
        HugepagePool pool = parsed.value().ofSizeKib(2048).orElseThrow();
        assertThat(pool.total()).hasValue(16);
        assertThat(pool.free()).hasValue(8);
        assertThat(pool.reserved()).isEmpty();
        assertThat(parsed.unknown()).containsExactly(directory + "demote");
        assertDamage(parsed, 1, "sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages: x");
    }

    private static void assertDamage(Parsed<?> parsed, int line, String found) {
        assertThat(parsed.damage()).anySatisfy(d -> {
            assertThat(d.line()).isEqualTo(line);
            assertThat(d.found()).contains(found);
        });
    }
}
