package dev.plumbline.inspector.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Granule;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AArch64: random tables and accesses, the reference and Unicorn asked alike. */
class ArmUnicornTest {

    private static final int SAMPLE = 10_000;
    private static final int MILLION = 1_000_000;

    static List<Aarch64> variants() {
        return List.of(
                Aarch64.of(Granule.K4, 48),
                Aarch64.of(Granule.K4, 39),
                Aarch64.of(Granule.K16, 48),
                Aarch64.of(Granule.K16, 47),
                Aarch64.of(Granule.K64, 48),
                Aarch64.of(Granule.K64, 42));
    }

    @BeforeEach
    void emulatorIsInstalled() {
        assumeTrue(UnicornLibrary.isInstalled(), UnicornLibrary.MISSING);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aSampleAgrees(Aarch64 variant) {
        assertThat(compare(variant, SAMPLE).compared()).isGreaterThanOrEqualTo(SAMPLE);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("variants")
    void aMillionAgree(Aarch64 variant) {
        assertThat(compare(variant, MILLION).compared()).isGreaterThanOrEqualTo(MILLION);
    }

    /** What is compared would show a difference: without the rules of the emulator's own one is found at once. */
    @ParameterizedTest
    @MethodSource("variants")
    void aDifferenceIsFound(Aarch64 variant) {
        try (Aarch64Processor processor = new Aarch64Processor(variant)) {
            Aarch64Rounds rounds = new Aarch64Rounds(variant, processor);
            Differential differential = new Differential(processor, (round, tried, ours) -> Optional.empty(), 0);
            assertThat(LongStream.range(1, 100))
                    .anyMatch(seed ->
                            differential.difference(rounds.next(seed), seed).isPresent());
        }
    }

    private static Differential compare(Aarch64 variant, int accesses) {
        try (Aarch64Processor processor = new Aarch64Processor(variant)) {
            Aarch64Rounds rounds = new Aarch64Rounds(variant, processor);
            Differential differential =
                    new Differential(processor, new Aarch64Deviations(rounds, processor.engine(), variant), 0);
            long seed = 1;
            for (; differential.compared() < accesses; seed++) {
                differential.run(rounds.next(seed), seed);
            }
            System.out.printf("%s, seeds 1 to %d: %s%n", variant.variant(), seed - 1, differential);
            return differential;
        }
    }
}
