package dev.plumbline.inspector.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.inspector.arch.Riscv;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RISC-V: random tables and accesses, the reference and Unicorn asked alike. */
class RiscvUnicornTest {

    private static final int SAMPLE = 10_000;
    private static final int MILLION = 1_000_000;

    static List<Riscv> schemes() {
        return List.of(Riscv.SV32, Riscv.SV39, Riscv.SV48, Riscv.SV57);
    }

    @BeforeEach
    void emulatorIsInstalled() {
        assumeTrue(UnicornLibrary.isInstalled(), UnicornLibrary.MISSING);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aSampleAgrees(Riscv scheme) {
        assertThat(compare(scheme, SAMPLE).compared()).isGreaterThanOrEqualTo(SAMPLE);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("schemes")
    void aMillionAgree(Riscv scheme) {
        assertThat(compare(scheme, MILLION).compared()).isGreaterThanOrEqualTo(MILLION);
    }

    /** What is compared would show a difference: the emulator is asked about other control bits than the reference. */
    @Test
    void aDifferenceIsFound() {
        try (RiscvProcessor processor = new RiscvProcessor(Riscv.SV39)) {
            RiscvRounds rounds = new RiscvRounds(Riscv.SV39, processor);
            Differential differential = new Differential(processor, new RiscvDeviations(processor, true), 0);
            assertThat(seedOfFirstDifference(rounds, differential, processor)).isLessThan(100);
        }
    }

    private static long seedOfFirstDifference(RiscvRounds rounds, Differential differential, RiscvProcessor processor) {
        for (long seed = 1; seed < 100; seed++) {
            Round round = rounds.next(seed);
            processor.invertUserAccess();
            if (differential.difference(round, seed).isPresent()) {
                return seed;
            }
        }
        return Long.MAX_VALUE;
    }

    private static Differential compare(Riscv scheme, int accesses) {
        try (RiscvProcessor processor = new RiscvProcessor(scheme)) {
            RiscvRounds rounds = new RiscvRounds(scheme, processor);
            boolean wide = scheme.vaBits() != 32;
            Differential differential = new Differential(processor, new RiscvDeviations(processor, wide), 0);
            long seed = 1;
            for (; differential.compared() < accesses; seed++) {
                differential.run(rounds.next(seed), seed);
            }
            System.out.printf("%s, seeds 1 to %d: %s%n", scheme.variant(), seed - 1, differential);
            return differential;
        }
    }
}
