package dev.plumbline.inspector.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 32-bit Arm: random tables and accesses, the reference and Unicorn asked alike. */
class Arm32UnicornTest {

    private static final int SAMPLE = 10_000;
    private static final int MILLION = 1_000_000;

    @BeforeEach
    void emulatorIsInstalled() {
        assumeTrue(UnicornLibrary.isInstalled(), UnicornLibrary.MISSING);
    }

    @ParameterizedTest
    @EnumSource
    void aSampleAgrees(Arm32Model model) {
        assertThat(compare(model, SAMPLE).compared()).isGreaterThanOrEqualTo(SAMPLE);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void aMillionAgree(Arm32Model model) {
        assertThat(compare(model, MILLION).compared()).isGreaterThanOrEqualTo(MILLION);
    }

    /** What is compared would show a difference: without the rules of the emulator's own one is found at once. */
    @ParameterizedTest
    @EnumSource
    void aDifferenceIsFound(Arm32Model model) {
        try (Arm32Processor processor = new Arm32Processor(model)) {
            Rounds rounds = model.lpae() ? new ArmLpaeRounds(model, processor) : new ArmShortRounds(model, processor);
            Differential differential = new Differential(processor, (round, tried, ours) -> Optional.empty(), 0);
            assertThat(LongStream.range(1, 100))
                    .anyMatch(seed ->
                            differential.difference(rounds.next(seed), seed).isPresent());
        }
    }

    private static Differential compare(Arm32Model model, int accesses) {
        try (Arm32Processor processor = new Arm32Processor(model)) {
            if (model.lpae()) {
                ArmLpaeRounds rounds = new ArmLpaeRounds(model, processor);
                return compare(model, rounds, processor, new ArmLpaeDeviations(rounds, processor), accesses);
            }
            ArmShortRounds rounds = new ArmShortRounds(model, processor);
            return compare(model, rounds, processor, new ArmShortDeviations(rounds, processor), accesses);
        }
    }

    private static Differential compare(
            Arm32Model model, Rounds rounds, Processor processor, Deviation.Rules deviations, int accesses) {
        Differential differential = new Differential(processor, deviations, 0);
        long seed = 1;
        for (; differential.compared() < accesses; seed++) {
            differential.run(rounds.next(seed), seed);
        }
        System.out.printf("%s, seeds 1 to %d: %s%n", model, seed - 1, differential);
        return differential;
    }
}
