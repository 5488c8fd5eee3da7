package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle is the {@code vm stats threshold} that kernels print beside a zone's managed pages. */
class StatThresholdTest {

    @ParameterizedTest(name = "{4}: {0} pages of 2^{1}, {2} CPUs: {3}")
    @CsvSource({
        "3840, 12, 1, 2, x86_64-4level DMA",
        "113264, 12, 1, 6, x86_64-4level DMA32",
        "500576, 12, 2, 20, x86_64-numa-6g DMA32 of node 0",
        "769734, 12, 2, 24, x86_64-numa-6g Normal",
        "30226, 14, 1, 6, arm64-6.12-16k DMA",
        "23625, 16, 1, 10, ppc64le Normal",
        "1000000000, 12, 128, 125, the most that a byte counter may have"
    })
    void isWhatTheKernelPrints(long managedPages, int pageShift, int cpus, long threshold, String whence) {
        assertThat(StatThreshold.normal(managedPages, pageShift, cpus))
                .as(whence)
                .isEqualTo(threshold);
    }
}
