package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The walk against the emulator's own of the same instant. QEMU 7.2 translates for its monitor as a load at the privilege
 * that the hart was stopped at, and sets no flag: target/riscv/cpu_helper.c riscv_cpu_get_phys_page_debug.
 */
class RiscvCaptureTest {

    @ParameterizedTest
    @CsvSource({
        "riscv64-6.12-sv39, 39, registers-usermode.txt, 2",
        "riscv64-6.12-sv39, 39, registers.txt, 1",
        "riscv64-6.12-sv57, 57, registers-usermode.txt, 2",
        "riscv64-6.12-sv57, 57, registers.txt, 1"
    })
    void everyTranslationOfTheEmulatorIsOurs(String name, int vaBits, String registers, int columnFromTheEnd) {
        CapturedImage image = new CapturedImage(name);
        RiscvStop stop = RiscvStop.read(image.lines(registers), vaBits);
        List<String> rows = image.lines("gva2gpa.csv");

        assertThat(rows).hasSizeGreaterThan(700);
        assertThat(differences(stop, image.memory(), rows, columnFromTheEnd)).isEmpty();
        assertThat(differences(stop.atTheOtherPrivilege(), image.memory(), rows, columnFromTheEnd))
                .as("the privilege is looked at")
                .hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({"riscv64-6.12-sv39, 39", "riscv64-6.12-sv57, 57"})
    void aBitThatFlipsInATableIsNoticed(String name, int vaBits) {
        CapturedImage image = new CapturedImage(name);
        RiscvStop stop = RiscvStop.read(image.lines("registers.txt"), vaBits);
        List<String> rows = image.lines("gva2gpa.csv");
        VirtAddr probe = address(mapped(rows));
        List<Trace.Step> steps =
                new Walker(stop.regime(), image.memory()).trace(probe).steps();

        for (Trace.Step step : steps) {
            for (int bit : new int[] {0, 11, 20, 30}) {
                FrameMemory flipped = image.memory();
                flipped.store(step.at(), 8, step.entry().raw() ^ 1L << bit);
                assertThat(differences(stop, flipped, rows, 1))
                        .as("bit %d of the entry at %s", bit, step.at())
                        .isNotEmpty();
            }
        }
    }

    private static String mapped(List<String> rows) {
        return rows.stream()
                .filter(row -> row.contains(",user,") && !row.endsWith("unmapped"))
                .findFirst()
                .orElseThrow();
    }

    private static VirtAddr address(String row) {
        return new VirtAddr(Long.parseUnsignedLong(row.substring(2, row.indexOf(',')), 16));
    }

    private static List<String> differences(
            RiscvStop stop, PhysicalMemory memory, List<String> rows, int columnFromTheEnd) {
        Walker walker = new Walker(stop.regime(), memory);
        List<String> differences = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            Walk walk = walker.access(address(row), Access.of(Kind.READ, stop.privilege()));
            String ours = walk instanceof Walk.Translated to ? to.address().toString() : "unmapped";
            String[] columns = row.split(",", -1);
            if (!ours.equals(columns[columns.length - columnFromTheEnd]) || walk instanceof Walk.NotHeld) {
                differences.add(row + ": " + walk);
            }
        }
        return differences;
    }
}
