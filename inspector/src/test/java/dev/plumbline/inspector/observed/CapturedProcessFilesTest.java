package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.unit.VirtAddr;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts that bind the files of one process to each other, over every process of every capture. */
final class CapturedProcessFilesTest {

    static List<CapturedProcess> all() {
        return CapturedProcess.all();
    }

    static List<CapturedProcess> allUser() {
        return CapturedProcess.allUser();
    }

    @Test
    void thereAreProcessesOfEveryCapture() {
        assertThat(all()).extracting(CapturedProcess::capture).contains("i386-pae", "riscv64-6.12-sv57");
        assertThat(all()).hasSize(130);
        assertThat(allUser()).hasSize(114);
    }

    @ParameterizedTest
    @MethodSource("all")
    void smapsHasTheMappingsOfMapsLineForLine(CapturedProcess process) {
        Parsed<List<Vma>> maps = MapsParser.parse(process.text("maps"));
        Parsed<List<SmapsVma>> smaps = SmapsParser.parse(process.text("smaps"));
        assertThat(maps.damage()).isEmpty();
        assertThat(smaps.damage()).isEmpty();
        assertThat(smaps.unknown()).isEmpty();
        assertThat(maps.value()).hasSize(process.text("maps").lines().size());
        assertThat(smaps.value())
                .extracting(s -> at(s.vma(), 0))
                .isEqualTo(maps.value().stream().map(v -> at(v, 0)).toList());
        assertThat(maps.value()).extracting(Vma::line).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("allUser")
    void everyStanzaIsAsLargeAsItsRangeAndHasItsPermissions(CapturedProcess process) {
        for (SmapsVma s : SmapsParser.parse(process.text("smaps")).value()) {
            assertThat(s.sizeKib("Size")).hasValue(s.vma().range().sizeBytes() / 1024);
            assertThat(s.vma().readable()).isEqualTo(s.hasFlag("rd"));
            assertThat(s.vma().writable()).isEqualTo(s.hasFlag("wr"));
            assertThat(s.vma().executable()).isEqualTo(s.hasFlag("ex"));
            assertThat(s.vma().shared()).isEqualTo(s.hasFlag("ms"));
            assertThat(s.rssKib().orElseThrow())
                    .isEqualTo(sum(s, "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty"));
        }
    }

    @ParameterizedTest
    @MethodSource("allUser")
    void statFollowsTheOtherFiles(CapturedProcess process) {
        ProcessStat stat = StatParser.parse(process.text("stat")).value().orElseThrow();
        ProcessStatus status = StatusParser.parse(process.text("status")).value();
        assertThat(stat.pid()).isEqualTo(process.pid());
        assertThat(stat.comm() + "\n").isEqualTo(new String(process.bytes("comm"), StandardCharsets.ISO_8859_1));
        assertThat(status.name()).isEqualTo(stat.comm());
        assertThat(status.state()).isEqualTo(String.valueOf(stat.state()));
        assertThat(status.pid()).hasValue(stat.pid());
        assertThat(status.vmSizeKib()).hasValue(stat.vsizeBytes() / 1024);
        assertThat(status.number("PPid", 0)).hasValue(stat.ppid());
        assertThat(status.number("Threads", 0)).hasValue(stat.numThreads());
        assertThat(stat.addressesHidden()).isFalse();
        List<Vma> stacks = MapsParser.parse(process.text("maps")).value().stream()
                .filter(v -> v.path().equals("[stack]"))
                .toList();
        assertThat(stacks).hasSize(1);
        assertThat(stacks.get(0).range().contains(new VirtAddr(stat.startStack().orElseThrow())))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("allUser")
    void auxvNamesThePageSizeAndTheImage(CapturedProcess process) {
        Auxv auxv = AuxvParser.parse("auxv", process.bytes("auxv")).value();
        long expected = process.capture().contains("-16k-") ? 16384 : 4096;
        assertThat(auxv.pageSize()).hasValue(expected);
        assertThat(auxv.layout().orElseThrow().byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        List<Vma> maps = MapsParser.parse(process.text("maps")).value();
        assertThat(maps).anyMatch(v -> inside(v, auxv.phdr()) && v.fileBacked());
        assertThat(maps).anyMatch(v -> inside(v, auxv.entry()) && v.executable());
        assertThat(maps).anyMatch(v -> inside(v, auxv.random()) && v.path().equals("[stack]"));
        auxv.sysinfoEhdr().ifPresent(vdso -> assertThat(maps)
                .anyMatch(v -> v.path().equals("[vdso]") && v.range().start().value() == vdso));
    }

    private static Vma at(Vma v, int line) {
        return new Vma(
                v.range(),
                v.permissions(),
                v.offsetBytes(),
                v.deviceMajor(),
                v.deviceMinor(),
                v.inode(),
                v.path(),
                line);
    }

    private static boolean inside(Vma vma, OptionalLong address) {
        return vma.range().contains(new VirtAddr(address.orElseThrow()));
    }

    private static long sum(SmapsVma s, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += s.sizeKib(name).orElseThrow();
        }
        return sum;
    }
}
