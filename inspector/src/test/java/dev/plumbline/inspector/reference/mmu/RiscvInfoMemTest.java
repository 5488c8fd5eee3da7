package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All translations of a stopped machine against the emulator's list of them. */
class RiscvInfoMemTest {

    @ParameterizedTest
    @CsvSource({
        "riscv64-6.12-sv39, 39, registers-usermode.txt, info-mem-usermode.txt",
        "riscv64-6.12-sv39, 39, registers.txt, info-mem.txt",
        "riscv64-6.12-sv57, 57, registers-usermode.txt, info-mem-usermode.txt",
        "riscv64-6.12-sv57, 57, registers.txt, info-mem.txt"
    })
    void noLineIsMissingAndNoneIsExtra(String name, int vaBits, String registers, String list) {
        CapturedImage image = new CapturedImage(name);
        RiscvStop stop = RiscvStop.read(image.lines(registers), vaBits);
        FrameMemory memory = image.memory();
        List<String> theirs = image.lines(list);
        theirs = theirs.subList(2, theirs.size());

        assertThat(theirs).hasSizeGreaterThan(500);
        assertThat(lines(stop, memory)).containsExactlyElementsOf(theirs);

        Mapping any = middle(stop, memory);
        Trace walk = new Walker(stop.regime(), memory).trace(any.start());
        Trace.Step leaf = walk.steps().get(walk.steps().size() - 1);
        for (int bit : new int[] {0, 5, 6, 7, 30}) {
            memory.store(leaf.at(), 8, leaf.entry().raw() ^ 1L << bit);
            assertThat(lines(stop, memory)).as("with bit %d flipped", bit).isNotEqualTo(theirs);
        }
    }

    private static List<String> lines(RiscvStop stop, PhysicalMemory memory) {
        RiscvInfoMem list = new RiscvInfoMem();
        new Translations(stop.regime(), memory).visitAll(list);
        return list.lines();
    }

    private static Mapping middle(RiscvStop stop, PhysicalMemory memory) {
        List<Mapping> all = new ArrayList<>();
        new Translations(stop.regime(), memory).visitAll(all::add);
        return all.get(all.size() / 2);
    }
}
