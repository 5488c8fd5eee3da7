package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers of a real kernel: 666, 832, 998, 1164, where today's managed pages give 670, 837, 1004, 1171. */
class MarkSpacingTest {

    private static final Map<Watermark, Long> TODAY =
            Map.of(Watermark.MIN, 670L, Watermark.LOW, 837L, Watermark.HIGH, 1004L, Watermark.PROMO, 1171L);

    @Test
    void equalDistancesHaveNoOutlier() {
        assertThat(MarkSpacing.outlier(
                        Map.of(Watermark.MIN, 666L, Watermark.LOW, 832L, Watermark.HIGH, 998L, Watermark.PROMO, 1164L),
                        TODAY))
                .isEmpty();
    }

    @Test
    void ofFourTheWrongOneIsCertain() {
        assertThat(MarkSpacing.outlier(
                        Map.of(Watermark.MIN, 666L, Watermark.LOW, 833L, Watermark.HIGH, 998L, Watermark.PROMO, 1164L),
                        TODAY))
                .contains(Watermark.LOW);
        assertThat(MarkSpacing.outlier(
                        Map.of(Watermark.MIN, 665L, Watermark.LOW, 832L, Watermark.HIGH, 998L, Watermark.PROMO, 1164L),
                        TODAY))
                .contains(Watermark.MIN);
    }

    @Test
    void ofThreeItIsTheOneFarthestFromTodays() {
        assertThat(MarkSpacing.outlier(Map.of(Watermark.MIN, 666L, Watermark.LOW, 900L, Watermark.HIGH, 998L), TODAY))
                .contains(Watermark.LOW);
    }
}
