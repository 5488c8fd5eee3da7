package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses that real kernels printed, and the same with one of them moved to the other side. */
class LayoutVmSplitTest {

    private static final Check CHECK = new LayoutVmSplit();

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.LayoutConstantsOracleTest#captures")
    void everythingOfEveryCaptureIsOnItsSide(String name) {
        Map<String, Verdict> verdicts = CheckRuns.verdicts(stored(name), CHECK);
        assertThat(verdicts)
                .containsKeys("user and kernel range", "kernel symbols", "module symbols", "modules", "pid 1 init");
        verdicts.forEach((subject, verdict) -> {
            boolean noKcore = name.startsWith("arme") || name.startsWith("armhf");
            if (subject.equals("kcore segments") && noKcore) {
                assertThat(verdict).isInstanceOf(Verdict.NotObservable.class);
            } else {
                assertThat(verdict).as(subject).isInstanceOf(Verdict.Holds.class);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "x86_64-4level, fff000000000-fff000001000",
        "x86_64-5level, 100000000000000-100000000001000",
        "i386-pae, c0000000-c0001000",
        "armhf-6.1-armmp, bf000000-bf001000",
        "arm64-6.1-virt-a72, 1000000000000-1000000001000",
        "riscv64-6.12-sv39, 4000000000-4000001000"
    })
    void aMappingBeyondTheUsersRangeIsNamedByItsProcess(String name, String range) {
        StoredFiles changed = stored(name)
                .editing(
                        "proc/1/maps",
                        text -> text.replaceFirst(
                                "(?m)^[0-9a-f]+-[0-9a-f]+( \\S+ \\S+ \\S+ \\S+ +\\[stack\\])", range + "$1"));
        assertThat(CheckRuns.violated(changed, CHECK)).containsExactly("pid 1 init");
        assertThat(CheckRuns.verdict(changed, CHECK, "pid 1 init").because()).contains("not where user addresses are");
    }

    @Test
    void a32BitProgramHasASmallerRange() {
        StoredFiles files = stored("x86_64-4level");
        assertThat(files.text("proc/129/maps")).contains("ffffe000 ");
        StoredFiles changed = files.editing(
                "proc/129/maps", text -> text.replaceFirst("(?m)^[0-9a-f]+-ffffe000 ", "7f0000000000-7f0000001000 "));
        assertThat(CheckRuns.violated(changed, CHECK)).containsExactly("pid 129 mapper32");
    }

    @Test
    void vsyscallIsKnownByNameAndPlace() {
        String gate = "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n";
        StoredFiles files = stored("x86_64-4level");
        StoredFiles there = files.editing("proc/1/maps", text -> text + gate);
        assertThat(CheckRuns.violated(there, CHECK)).isEmpty();
        StoredFiles elsewhere = files.editing(
                "proc/1/maps", text -> text + gate.replace("ff60", "ff40").replace("ff601", "ff401"));
        assertThat(CheckRuns.violated(elsewhere, CHECK)).containsExactly("pid 1 init");
    }

    /** The kernel prints maps in pieces of a page; a mapping that grows between two pieces overlaps the next. */
    @Test
    void overlappingMappingsAreATornReadingAndNoVerdict() {
        StoredFiles changed = stored("x86_64-4level")
                .editing("proc/1/maps", text -> text.replaceFirst("^00400000-00401000", "00400000-00402000"));
        assertThat(CheckRuns.verdict(changed, CHECK, "pid 1 init"))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, verdict -> assertThat(verdict.because())
                        .contains("proc/1/maps line 2"));
    }

    @ParameterizedTest
    @CsvSource({
        "x86_64-4level, ffffffff89200000 T _text, 00007f0089200000 T _text, kernel symbols: _text",
        "x86_64-4level, ffffffff89200000 T _text, ffff888089200000 T _text, kernel symbols: _text",
        "armel-6.1-raspi0, c0100000 T _stext, 80100000 T _stext, kernel symbols: _stext",
        "riscv64-6.12-sv39, ffffffff80000000 T _start, 0000003f80000000 T _start, kernel symbols: _start"
    })
    void aSymbolOutsideIsNamed(String name, String printed, String changed, String subject) {
        StoredFiles files = stored(name).editing("proc/kallsyms", text -> text.replace(printed, changed));
        assertThat(CheckRuns.violated(files, CHECK)).containsExactly(subject);
    }

    @Test
    void aModuleOutsideIsNamed() {
        StoredFiles files = stored("x86_64-numa-6g")
                .editing("proc/modules", text -> text.replaceFirst("0x[0-9a-f]{16}", "0xffff888000000000"));
        String first = files.text("proc/modules").split(" ", 2)[0];
        assertThat(CheckRuns.violated(files, CHECK)).containsExactly("module " + first);
    }

    @Test
    void aSegmentOfTheDirectMapAtAnotherDistanceIsNamed() {
        StoredFiles files = stored("x86_64-numa-6g");
        byte[] headers = files.bytes("proc/kcore.headers").clone();
        ByteBuffer elf = ByteBuffer.wrap(headers).order(ByteOrder.LITTLE_ENDIAN);
        int entry = (int) elf.getLong(32) + 6 * 56;
        assertThat(elf.getLong(entry + 16)).isEqualTo(0xffff888000100000L);
        elf.putLong(entry + 16, 0xffff889000100000L);
        List<String> violated = CheckRuns.violated(files.with("proc/kcore.headers", headers), CHECK);
        assertThat(violated).hasSize(1).first().asString().startsWith("direct map segment ");
    }

    @ParameterizedTest
    @CsvSource({
        "i386-pae, boot/config-6.1.0-50-686-pae, CONFIG_PAGE_OFFSET=0xC0000000, CONFIG_PAGE_OFFSET=0x80000000,"
                + " CONFIG_VMSPLIT_3G",
        "arm64-6.12-max-lpa2, proc/kcore.headers, NUMBER(VA_BITS)=52, NUMBER(VA_BITS)=48, VMCOREINFO VA_BITS",
        "x86_64-4level, proc/cpuinfo, ' lm ', ' lm la57 ', cpuinfo la57",
        "riscv64-6.12-sv57, proc/cpuinfo, sv57, sv48, cpuinfo mmu"
    })
    void aSourceThatStatesAnotherDivisionIsNamed(
            String name, String file, String printed, String changed, String subject) {
        StoredFiles files = stored(name);
        assertThat(files.text(file)).contains(printed);
        StoredFiles edited = files.editing(file, text -> text.replace(printed, changed));
        assertThat(CheckRuns.violated(edited, CHECK)).contains(subject);
    }

    @Test
    void aMappingWhoseEndIsBelowItsStartIsNamed() {
        StoredFiles changed = stored("x86_64-4level")
                .editing("proc/1/maps", text -> text.replaceFirst("^00400000-", "ffff888000400000-"));
        assertThat(CheckRuns.violated(changed, CHECK)).containsExactly("pid 1 init");
    }

    @Test
    void aTruncatedFileIsNotObservable() {
        StoredFiles cut = stored("x86_64-4level").editing("proc/1/maps", text -> text.substring(0, 100));
        assertThat(CheckRuns.verdicts(cut, CHECK).get("pid 1 init")).isInstanceOf(Verdict.NotObservable.class);
    }

    @Test
    void anArchitectureWithoutAReferenceIsNamed() {
        StoredFiles files = StoredFiles.none()
                .with("proc/version", "Linux version 6.1.0-50-s390x (debian) (gcc-12) #1 SMP Debian\n");
        assertThat(CheckRuns.verdicts(files, CHECK).get("user and kernel range"))
                .isEqualTo(new Verdict.NotObservable("no reference for s390x", ""));
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(name, "proc/", "boot/", "dmesg.txt");
    }
}
