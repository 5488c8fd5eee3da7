package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected numbers are those of a real 6.18 kernel (4 KiB pages, 67584 KiB set aside by khugepaged) and of its formulas. */
class ZoneRulesTest {

    private static final AllocatorSettings SETTINGS =
            new AllocatorSettings(4, 512, 10, 15_000, List.of(256L, 256L, 32L, 0L, 0L));
    private static final List<ZoneFacts> ZONES = List.of(
            new ZoneFacts(0, "DMA", 0, true),
            new ZoneFacts(0, "DMA32", 1, true),
            new ZoneFacts(0, "Normal", 2, true),
            new ZoneFacts(0, "Movable", 3, false),
            new ZoneFacts(0, "Device", 4, false));
    private static final ManagedPages MANAGED = new ManagedPages(List.of(3840L, 772_918L, 294_912L, 0L, 0L));

    @Test
    void watermarksOfARealKernel() {
        List<Map<Watermark, Long>> marks = WatermarkRule.of(ZONES, MANAGED, 67_584, SETTINGS, MovableRule.CAPPED);

        assertThat(marks.get(0))
                .isEqualTo(Map.of(Watermark.MIN, 60L, Watermark.LOW, 75L, Watermark.HIGH, 90L, Watermark.PROMO, 105L));
        assertThat(marks.get(1))
                .containsEntry(Watermark.MIN, 12_185L)
                .containsEntry(Watermark.LOW, 15_231L)
                .containsEntry(Watermark.PROMO, 21_323L);
        assertThat(marks.get(2)).containsEntry(Watermark.MIN, 4649L).containsEntry(Watermark.HIGH, 6973L);
        assertThat(marks.get(3)).containsEntry(Watermark.MIN, 32L).containsEntry(Watermark.PROMO, 32L);
    }

    @Test
    void movableHasAShareOnOlderKernels() {
        List<Map<Watermark, Long>> marks = WatermarkRule.of(ZONES, MANAGED, 67_584, SETTINGS, MovableRule.SHARE);

        assertThat(marks.get(3)).containsEntry(Watermark.MIN, 0L);
    }

    @Test
    void reservesOfARealKernel() {
        assertThat(LowmemReserve.of(ZONES, MANAGED, SETTINGS))
                .containsExactly(
                        List.of(0L, 3019L, 4171L, 4171L, 4171L),
                        List.of(0L, 0L, 1152L, 1152L, 1152L),
                        List.of(0L, 0L, 0L, 0L, 0L),
                        List.of(0L, 0L, 0L, 0L, 0L),
                        List.of(0L, 0L, 0L, 0L, 0L));
    }

    @Test
    void khugepagedAsksForElevenBlocksAZone() {
        List<Map<Watermark, Long>> none =
                ZONES.stream().map(z -> Map.<Watermark, Long>of()).toList();

        assertThat(MinFreeKbytes.recommended(ZONES, MANAGED, none, SETTINGS)).isEqualTo(67_584);
    }

    @Test
    void theRootIsRoundedDown() {
        assertThat(MinFreeKbytes.floorSqrt(0)).isZero();
        assertThat(MinFreeKbytes.floorSqrt(15)).isEqualTo(3);
        assertThat(MinFreeKbytes.floorSqrt(16)).isEqualTo(4);
        assertThat(MinFreeKbytes.floorSqrt((1L << 62) - 1)).isEqualTo((1L << 31) - 1);
    }

    @Test
    void noSettingIsTakenOutsideItsRange() {
        assertThat(catchThrowable(() -> new AllocatorSettings(3, 512, 10, 0, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 KiB");
    }
}
