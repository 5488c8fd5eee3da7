package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page tables of real kernels against the emulator that ran them: every address, every mapping, every range. */
class X86EmulatorOracleTest {

    /** How many lines each oracle file has; info mem is missing for 5 levels, where QEMU 7.2 does not come back. */
    @ParameterizedTest
    @CsvSource({
        "x86_64-4level, 689, 75291, 65802",
        "x86_64-4level-pti, 691, 65930, 65613",
        "x86_64-numa-6g, 685, 81516, 65818",
        "x86_64-5level, 713, 75424, 0",
        "x86_64-movable-huge, 708, 75555, 65768",
        "x86_64-newest-6.12, 676, 74454, 65789",
        "i386-pae, 502, 3537, 110",
        "i386-nonpae, 479, 3786, 107"
    })
    void agreesInEveryLine(String name, int addresses, int mappings, int ranges) {
        assertThat(X86EmulatorOracle.compare(EmulatedX86.ofCapture(name)))
                .isEqualTo(new X86EmulatorOracle.Result(addresses, mappings, ranges, List.of()));
    }

    /** One bit of one entry, changed in the image: each must be told apart by one of the three oracles. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64-5level", "i386-pae", "i386-nonpae"})
    void seesAnyBitThatChanges(String name) {
        EmulatedX86 machine = EmulatedX86.ofCapture(name);
        FrameMemory memory = (FrameMemory) machine.memory();
        Walker walker = new Walker(machine.regime(), memory);
        int lastLine = machine.tlb().size() - 1;
        for (int line : new int[] {0, lastLine}) {
            VirtAddr mapped =
                    new VirtAddr(Long.parseUnsignedLong(machine.tlb().get(line).substring(0, 16), 16));
            Trace trace = walker.trace(mapped);
            Trace.Step leaf = trace.steps().get(trace.steps().size() - 1);
            Trace.Step above = trace.steps().get(trace.steps().size() - 2);
            for (int bit : List.of(0, 1, 3, 5, 6, 8, 22)) {
                seesOneBit(machine, memory, leaf, bit);
            }
            for (int bit : List.of(0)) {
                seesOneBit(machine, memory, above, bit);
            }
            if (leaf.level().entryBytes() == 8) {
                seesOneBit(machine, memory, leaf, 63);
            }
        }
    }

    private static void seesOneBit(EmulatedX86 machine, FrameMemory memory, Trace.Step step, int bit) {
        int bytes = step.level().entryBytes();
        PhysAddr at = step.at();
        long before = memory.word(at, bytes).orElseThrow();
        memory.store(at, bytes, before ^ 1L << bit);
        assertThat(X86EmulatorOracle.compare(machine).differences())
                .as("bit %d of %#x at %s", bit, before, at)
                .isNotEmpty();
        memory.store(at, bytes, before);
    }

    /** An answer that is missing, and one too many. */
    @ParameterizedTest
    @ValueSource(strings = {"i386-pae", "x86_64-4level-pti"})
    void seesAMissingAndAnExtraLine(String name) {
        EmulatedX86 m = EmulatedX86.ofCapture(name);
        List<String> fewer = m.tlb().subList(1, m.tlb().size());
        List<String> more = IntStream.rangeClosed(0, m.tlb().size())
                .mapToObj(i -> m.tlb().get(Math.max(0, i - 1)))
                .toList();
        for (List<String> tlb : List.of(fewer, more)) {
            EmulatedX86 changed = new EmulatedX86(m.architecture(), m.regime(), m.memory(), m.answers(), tlb, m.mem());
            assertThat(X86EmulatorOracle.compare(changed).differences()).hasSize(1);
        }
    }
}
