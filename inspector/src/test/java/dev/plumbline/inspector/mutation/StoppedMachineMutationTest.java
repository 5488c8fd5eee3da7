package dev.plumbline.inspector.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.captures.CaptureReports;
import dev.plumbline.inspector.captures.StoppedMachines;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.source.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One number of a stopped machine is changed: in pagemap, in a page table, in kpageflags. The check must name it. */
final class StoppedMachineMutationTest {

    private static final long PRESENT = 1L << 63;

    @ParameterizedTest
    @ValueSource(
            strings = {"x86_64-4level-pti", "i386-pae", "arm64-6.1-virt-a72", "armhf-6.1-armmp", "riscv64-6.12-sv39"})
    void oneFrameOrOneBitOfTheRunningProcess(String name) {
        try (Capture files = StoppedMachines.open(name)) {
            RunningMapper mapper = RunningMapper.of(files);
            List<String> missed = new ArrayList<>();
            for (long address : mapper.ownPages(2)) {
                Edit.PagemapEntry next = new Edit.PagemapEntry(mapper.pid(), address, e -> e + 1);
                Edit.PagemapEntry gone = new Edit.PagemapEntry(mapper.pid(), address, e -> e & ~PRESENT);
                Edit.PagemapEntry empty = new Edit.PagemapEntry(mapper.pid(), address, e -> 0);
                Edit leafGone = mapper.flip(address, mapper.validBit());
                Edit leafElsewhere = mapper.flip(address, 17);
                for (Edit edit : List.of(next, gone, empty, leafGone, leafElsewhere)) {
                    unnoticed(files, edit, mapper.pid(), address, missed);
                }
            }
            assertThat(missed).isEmpty();
        }
    }

    /** The flag of a program's last-level table is cleared; a table of the kernel is flagged as a program's page. */
    @ParameterizedTest
    @ValueSource(
            strings = {"x86_64-4level-pti", "i386-pae", "arm64-6.1-virt-a72", "armhf-6.1-armmp", "riscv64-6.12-sv39"})
    void oneFlagOfATableFrame(String name) {
        try (Capture files = StoppedMachines.open(name)) {
            RunningMapper mapper = RunningMapper.of(files);
            long ofProgram = mapper.lastTable(mapper.ownPages(2).get(0));
            long ofKernel = mapper.lastTable(mapper.kernelPage());

            assertThat(verdict(files, flag(ofProgram, KpageFlag.PGTABLE), "mmu.page-table-frames"))
                    .isInstanceOfSatisfying(Verdict.Violated.class, v -> assertThat(v.because())
                            .startsWith("frame 0x" + Long.toHexString(ofProgram)));
            assertThat(verdict(files, flag(ofKernel, KpageFlag.LRU), "mmu.page-table-frames"))
                    .isInstanceOfSatisfying(Verdict.Violated.class, v -> assertThat(v.because())
                            .startsWith("frame 0x" + Long.toHexString(ofKernel)));
        }
    }

    /** XD (Intel SDM vol. 3, 4.5), X (RISC-V privileged 4.3), XN (Arm ARM, long descriptors): one bit makes a data page executable. */
    @ParameterizedTest
    @CsvSource({"x86_64-4level-pti, 63", "i386-pae, 63", "riscv64-6.12-sv39, 3", "armhf-6.1-armmp-lpae, 54"})
    void oneWritablePageOfTheKernelMadeExecutable(String name, int bit) {
        try (Capture files = StoppedMachines.open(name)) {
            RunningMapper mapper = RunningMapper.of(files);
            long page = mapper.kernelPage();

            assertThat(verdict(files, mapper.flip(page, bit), "mmu.wx-kernel"))
                    .isInstanceOfSatisfying(
                            Verdict.Violated.class, v -> assertThat(v.because()).contains(Long.toHexString(page)));
        }
    }

    private static Verdict verdict(Capture files, Edit edit, String check) {
        return CaptureReports.run(new EditedFiles(files, List.of(edit)), List.of(check), Set.of())
                .findings()
                .get(0)
                .verdict();
    }

    private static Edit flag(long pfn, KpageFlag flag) {
        int at = (int) (pfn * Long.BYTES) + flag.bit() / 8;
        return new Edit.Content("proc/kpageflags", Edit.Reading.BOTH, bytes -> {
            bytes[at] ^= (byte) (1 << flag.bit() % 8);
            return bytes;
        });
    }

    private static void unnoticed(Capture files, Edit edit, int pid, long address, List<String> missed) {
        List<Finding> findings = CaptureReports.run(
                        new EditedFiles(files, List.of(edit)), List.of("mmu.pagemap-agrees"), Set.of())
                .findings();
        boolean named = findings.stream()
                .filter(f -> f.subject().startsWith("pid " + pid + " mapper"))
                .anyMatch(f -> f.verdict() instanceof Verdict.Violated violated
                        && violated.because().contains("first 0x" + Long.toHexString(address)));
        if (!named) {
            missed.add("%x %s: %s".formatted(address, edit, findings));
        }
    }
}
