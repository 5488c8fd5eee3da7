package dev.plumbline.inspector.reference.zone.derive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Printed by running kernels: 5.10, 6.1, 6.18 and 7.2 on x86-64, arm64 with pages of 16 KiB. */
class PcpRuleTest {

    @Test
    void batches() {
        assertThat(PcpRule.SIX_BATCHES.batch(3977, 4, 0)).isEqualTo(1);
        assertThat(PcpRule.LOW_WATERMARK.batch(500576, 4, 0)).isEqualTo(63);
        assertThat(PcpRule.WINDOW.batch(30226, 16, 0)).isEqualTo(7);
        assertThat(PcpRule.SMALL_BATCH_WINDOW.batch(3840, 4, 0)).isEqualTo(1);
        assertThat(PcpRule.SMALL_BATCH_WINDOW.batch(60244, 4, 0)).isEqualTo(15);
        assertThat(PcpRule.SMALL_BATCH_WINDOW.batch(772918, 4, 0)).isEqualTo(63);
    }

    @Test
    void highIsSixBatchesOrFollowsTheLowWatermark() {
        assertThat(PcpRule.SIX_BATCHES.highMin(3977, 13, 1, 4, 0)).isZero();
        assertThat(PcpRule.SIX_BATCHES.highMin(170000, 0, 1, 4, 0)).isEqualTo(186);
        assertThat(PcpRule.LOW_WATERMARK.highMin(3840, 190, 1, 4, 0)).isEqualTo(190);
        assertThat(PcpRule.SMALL_BATCH_WINDOW.highMin(772918, 2888, 2, 4, 0)).isEqualTo(1444);
        assertThat(PcpRule.SMALL_BATCH_WINDOW.highMin(3840, 13, 2, 4, 0)).isEqualTo(6);
        assertThat(PcpRule.SMALL_BATCH_WINDOW.highMax(5394266, 20163, 2, 4, 0)).isEqualTo(337141);
        assertThat(PcpRule.LOW_WATERMARK.highMax(5394266, 20163, 2, 4, 0)).isEqualTo(10081);
    }

    @Test
    void aFractionReplacesTheWatermark() {
        assertThat(PcpRule.LOW_WATERMARK.highMin(80000, 100, 2, 4, 8)).isEqualTo(5000);
        assertThat(PcpRule.WINDOW.highMax(80000, 100, 2, 4, 16)).isEqualTo(2500);
        assertThat(PcpRule.SIX_BATCHES.highMin(80000, 100, 2, 4, 8)).isEqualTo(10000);
        assertThat(PcpRule.SIX_BATCHES.batch(80000, 4, 8)).isEqualTo(96);
    }

    /** Printed for 3840, 243801 and 5394266 pages with 1, 1 and 2 CPUs, for 30226 pages of 16 KiB. */
    @Test
    void thresholdsOfCounters() {
        assertThat(StatThreshold.normal(3840, 1, 4)).isEqualTo(2);
        assertThat(StatThreshold.normal(243801, 1, 4)).isEqualTo(8);
        assertThat(StatThreshold.normal(5394266, 2, 4)).isEqualTo(36);
        assertThat(StatThreshold.normal(30226, 1, 16)).isEqualTo(6);
        assertThat(StatThreshold.normal(1L << 40, 4096, 4)).isEqualTo(125);
        assertThat(StatThreshold.pressure(10, 13, 2)).isEqualTo(1);
        assertThat(StatThreshold.pressure(10000, 13000, 2)).isEqualTo(125);
    }

    @Test
    void versions() {
        assertThat(PcpRule.of(new KernelRelease(5, 13))).isEqualTo(PcpRule.SIX_BATCHES);
        assertThat(PcpRule.of(new KernelRelease(6, 6))).isEqualTo(PcpRule.LOW_WATERMARK);
        assertThat(PcpRule.of(new KernelRelease(6, 12))).isEqualTo(PcpRule.WINDOW);
        assertThat(PcpRule.of(new KernelRelease(7, 2))).isEqualTo(PcpRule.SMALL_BATCH_WINDOW);
    }
}
