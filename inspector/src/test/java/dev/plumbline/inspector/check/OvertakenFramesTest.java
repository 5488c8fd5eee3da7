package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The counts are those of a guest whose page cache was filled and dropped while its frames were read. */
final class OvertakenFramesTest {

    private static final FreeCountSeries ORDER_0 = counts(132, 1, 0);
    private static final FreeCountSeries ORDER_1 = counts(75, 5, 4);
    private static final FreeCountSeries ORDER_10 = counts(158, 158, 158);
    private static final FreeCountSeries PAGES_MOVED = counts(165498, 163835, 166768);

    @Test
    void aZoneAtWorkIsTold() {
        assertThat(OvertakenFrames.in(List.of(ORDER_0, ORDER_1, ORDER_10), Optional.of(PAGES_MOVED)))
                .hasValueSatisfying(how -> assertThat(how).contains("2 of its counts"));
    }

    @Test
    void oneOrderAndTheFreePagesAreABlockTakenWhole() {
        FreeCountSeries pages = counts(100, 102, 103);
        assertThat(OvertakenFrames.in(List.of(counts(0, 1, 1), ORDER_10), Optional.of(pages)))
                .isPresent();
    }

    @Test
    void aSingleWrongCountIsNoMatterOfTimingThoughTheZoneMoved() {
        assertThat(OvertakenFrames.in(List.of(counts(1, 2, 7), ORDER_10), Optional.of(PAGES_MOVED)))
                .isEmpty();
    }

    @Test
    void whereNothingMovedNothingWasOvertaken() {
        assertThat(OvertakenFrames.in(List.of(counts(1, 2, 2), counts(4, 5, 5)), Optional.empty()))
                .isEmpty();
    }

    private static FreeCountSeries counts(long reconstructed, long before, long after) {
        return new FreeCountSeries(List.of(before, after), reconstructed);
    }
}
