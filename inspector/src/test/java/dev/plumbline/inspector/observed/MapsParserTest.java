package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MapsParserTest {

    private static final String GOOD = "00400000-00401000 r--p 00000000 00:02 39                 /bin/busybox\n";

    private static Parsed<List<Vma>> parse(String text) {
        return MapsParser.parse(new SourceText("proc/7/maps", text));
    }

    private static Vma only(String line) {
        Parsed<List<Vma>> parsed = parse(line + "\n");
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value()).hasSize(1);
        return parsed.value().get(0);
    }

    @Test
    void everyFieldOfALine() {
        Vma vma = only("7f16ad94b000-7f16ad971000 rw-s 0000000012345000 103:0a 260386          /usr/lib/libc.so.6");
        assertThat(vma.range().start().value()).isEqualTo(0x7f16ad94b000L);
        assertThat(vma.range().end().value()).isEqualTo(0x7f16ad971000L);
        assertThat(vma.permissions()).isEqualTo("rw-s");
        assertThat(vma.readable()).isTrue();
        assertThat(vma.writable()).isTrue();
        assertThat(vma.executable()).isFalse();
        assertThat(vma.shared()).isTrue();
        assertThat(vma.offsetBytes()).isEqualTo(0x12345000L);
        assertThat(vma.deviceMajor()).isEqualTo(0x103);
        assertThat(vma.deviceMinor()).isEqualTo(0x0a);
        assertThat(vma.inode()).isEqualTo(260386);
        assertThat(vma.path()).isEqualTo("/usr/lib/libc.so.6");
        assertThat(vma.fileBacked()).isTrue();
        assertThat(vma.line()).isEqualTo(1);
    }

    @Test
    void addressesAbove2To63AreUnsignedAndTheVsyscallPageComesLast() {
        String stack = "7ffe1c57d000-7ffe1c59e000 rw-p 00000000 00:00 0            [stack]";
        String vsyscall = "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0     [vsyscall]";
        Parsed<List<Vma>> parsed = parse(stack + "\n" + vsyscall + "\n");
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().get(1).range().start().value()).isEqualTo(0xffffffffff600000L);
        assertThat(parsed.value().get(1).permissions()).isEqualTo("--xp");
    }

    @Test
    void offsetsAndInodesUseAll64Bits() {
        Vma vma = only("10000-20000 r--p fffffffffffff000 00:10 18446744073709551615      /a");
        assertThat(vma.offsetBytes()).isEqualTo(0xfffffffffffff000L);
        assertThat(Long.toUnsignedString(vma.inode())).isEqualTo("18446744073709551615");
    }

    @Test
    void anEmptyFileIsAProcessWithoutMappings() {
        Parsed<List<Vma>> parsed = parse("");
        assertThat(parsed.value()).isEmpty();
        assertThat(parsed.damage()).isEmpty();
    }

    @Test
    void aLineWithoutANameEndsInASpace() {
        Vma vma = only("7f16ad94b000-7f16ad971000 rw-p 00000000 00:00 0 ");
        assertThat(vma.path()).isEmpty();
        assertThat(vma.fileBacked()).isFalse();
    }

    @Test
    void namesKeepSpacesAndBytesAndShowTheirEscapes() {
        String line = "10000-20000 r--p 00000000 00:10 5                  ";
        assertThat(only(line + "/a  b\tc ").path()).isEqualTo("/a  b\tc ");
        assertThat(only(line + "/a\\012b").fileName()).isEqualTo("/a\nb");
        assertThat(only(line + "/a\u00c3\u00a4").path()).isEqualTo("/a\u00c3\u00a4");
        assertThat(only(line + "(unreachable)/a").path()).isEqualTo("(unreachable)/a");
    }

    @Test
    void deletedFilesAreMarked() {
        Vma vma = only("10000-20000 rw-s 00000000 00:01 1027                  /dev/zero (deleted)");
        assertThat(vma.deleted()).isTrue();
        assertThat(vma.fileName()).isEqualTo("/dev/zero");
        assertThat(only("10000-20000 r--p 00000000 00:10 5    /a").deleted()).isFalse();
    }

    @Test
    void anonymousMemoryMayHaveAName() {
        assertThat(only("10000-20000 rw-p 00000000 00:00 0     [anon:java heap]")
                        .anonymousName())
                .hasValue("java heap");
        Vma shared = only("10000-20000 rw-s 00000000 00:01 9     [anon_shmem:a]b]");
        assertThat(shared.anonymousName()).hasValue("a]b");
        assertThat(shared.fileBacked()).isTrue();
        assertThat(only("10000-20000 rw-p 00000000 00:00 0     [heap]").anonymousName())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "",
                "00401000 r--p 00000000 00:02 39",
                "00401000-0040200g r--p 00000000 00:02 39",
                "00401000-00402000 r--p 00000000 00:02 39x",
                "00401000-00402000 r--p 00000000 00:02",
                "00401000-00402000 r--p 00000000 00:02 -1",
                "00401000-00402000 r--p 00000000 0002 39",
                "00401000-00402000 r--p 00000000 00:100000 39",
                "00401000-00402000 r--p 0000000g 00:02 39",
                "00401000-00402000 R--p 00000000 00:02 39",
                "00401000-00402000 rr-p 00000000 00:02 39",
                "00401000-00402000 r--- 00000000 00:02 39",
                "00401000-00402000 r--p  0 00:02 39",
                "00401000-00402000 r--p 00000000 00:02 99999999999999999999",
                "10000000000401000-10000000000402000 r--p 00000000 00:02 39",
                "0040A000-0040B000 r--p 00000000 00:02 39",
            })
    void aLineThatIsNoMappingIsDamageWithItsNumber(String line) {
        Parsed<List<Vma>> parsed = parse(GOOD + line + "\n" + GOOD.replace("0040", "0050"));
        assertThat(parsed.damage())
                .containsExactly(new Damage("proc/7/maps", 2, line, "START-END rwxp OFFSET MAJOR:MINOR INODE NAME"));
        assertThat(parsed.value()).extracting(Vma::line).containsExactly(1, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "00402000-00401000, the end below the start",
        "00401000-00401000, nothing in it",
        "00401000-00000000, a wrap",
        "00401001-00402000, start not aligned",
        "00401000-00402800, end not aligned"
    })
    void noKernelPrintsSuchARange(String range, String why) {
        Parsed<List<Vma>> parsed = parse(GOOD + range + " r--p 00000000 00:02 39\n");
        assertThat(parsed.damage()).as(why).hasSize(1);
        assertThat(parsed.damage().get(0).line()).isEqualTo(2);
        assertThat(parsed.damage().get(0).allowed()).contains("page-aligned");
        assertThat(parsed.value()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"00400000-00402000", "00300000-00400000", "00300000-00300000"})
    void linesOutOfOrderAreDamage(String range) {
        Parsed<List<Vma>> parsed = parse(GOOD + range + " r--p 00000000 00:02 39\n");
        assertThat(parsed.damage()).hasSize(1);
        assertThat(parsed.damage().get(0).line()).isEqualTo(2);
    }

    @Test
    void anAddressOutsideTheUserRangeIsForAChecksToJudge() {
        Parsed<List<Vma>> parsed = parse(GOOD + "ffff888000000000-ffff888000001000 rw-p 00000000 00:00 0 \n");
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value()).hasSize(2);
    }

    @Test
    void aFileCutInALineIsDamageInThatLineAndKeepsTheOthers() {
        Parsed<List<Vma>> parsed = parse(GOOD + GOOD.replace("0040", "0050").substring(0, 50));
        assertThat(parsed.value()).hasSize(1);
        assertThat(parsed.damage()).hasSize(1);
        assertThat(parsed.damage().get(0).line()).isEqualTo(2);
        assertThat(parsed.damage().get(0).found()).startsWith("00500000-00501000 r--p");
    }
}
