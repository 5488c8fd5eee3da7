package dev.plumbline.inspector.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** x86: random tables and accesses, the reference and Unicorn asked alike. */
class X86UnicornTest {

    private static final int SAMPLE = 10_000;
    private static final int MILLION = 1_000_000;
    private static final long ACCESSED = 1 << 5;

    static List<Architecture> modes() {
        return List.of(X86_64.FOUR_LEVEL, X86_64.LA57, I386.pae(VmSplit.G3), I386.twoLevel(VmSplit.G3));
    }

    @BeforeEach
    void emulatorIsInstalled() {
        assumeTrue(UnicornLibrary.isInstalled(), UnicornLibrary.MISSING);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aSampleAgrees(Architecture mode) {
        assertThat(compare(mode, SAMPLE).compared()).isGreaterThanOrEqualTo(SAMPLE);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("modes")
    void aMillionAgree(Architecture mode) {
        assertThat(compare(mode, MILLION).compared()).isGreaterThanOrEqualTo(MILLION);
    }

    private static Differential compare(Architecture mode, int accesses) {
        try (X86Processor processor = new X86Processor(mode)) {
            Rounds rounds = new X86Rounds(mode, processor);
            Differential differential = new Differential(processor, (round, tried, ours) -> Optional.empty(), ACCESSED);
            long seed = 1;
            for (; differential.compared() < accesses; seed++) {
                differential.run(rounds.next(seed), seed);
            }
            System.out.printf("%s, seeds 1 to %d: %s%n", mode.variant(), seed - 1, differential);
            return differential;
        }
    }
}
