package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The presets against what others publish of the same cores: how many bytes of memory each level reaches. */
class TlbModelsTest {

    /**
     * KiB that loads reach, level by level, in pages of 4 KiB, where an access's latency steps up by one level.
     *
     * <p>Sources: Skylake: 7-cpu.com, Skylake ("64 items", "1536 items"). Zen 3, Zen 4: AMD's own block diagrams (Hot Chips 33;
     * Zen 4 launch: 2048 and 3072 entries); Chips and Cheese names 12 MiB for Zen 4's L2. Neoverse N1, A72, U54: the
     * manuals that the presets name. N2: Chips and Cheese, August 2023, 44 and 1280 entries.
     */
    @ParameterizedTest
    @CsvSource({
        "skylake-sp, 256, 6144",
        "ice-lake-sp, 256, 8192",
        "zen3, 256, 8192",
        "zen4, 288, 12288",
        "cortex-a72, 128, 4096",
        "neoverse-n1, 192, 5120",
        "neoverse-n2, 176, 5120",
        "sifive-u74, 160, 2048"
    })
    void reachIsWhatIsMeasured(String name, long firstKib, long secondKib) {
        TlbModel model = TlbModels.named(name).orElseThrow();
        assertThat(model.reachBytes(1, ReferenceKind.LOAD, 12)).isEqualTo(firstKib << 10);
        assertThat(model.reachBytes(2, ReferenceKind.LOAD, 12)).isEqualTo(secondKib << 10);
        steps(model, (int) (firstKib / 4), (int) (secondKib / 4));
    }

    /** As a latency benchmark sees it: pages in turn, within reach of a level, are served by it once it is warm. */
    private static void steps(TlbModel model, int first, int second) {
        assertThat(worstWarmLevel(model, first)).isZero();
        assertThat(worstWarmLevel(model, first + 1)).isEqualTo(1);
        assertThat(worstWarmLevel(model, second)).isEqualTo(1);
        assertThat(worstWarmLevel(model, second + 1)).isEqualTo(2);
    }

    private static int worstWarmLevel(TlbModel model, int pages) {
        Tlb tlb = new Tlb(model, WalkShape.of(12, 21, 30, 39), PageSizes.constant(12), 1);
        int worst = 0;
        for (int round = 0; round < 4; round++) {
            worst = 0;
            for (int page = 0; page < pages; page++) {
                worst = Math.max(worst, tlb.access((long) page << 12, ReferenceKind.LOAD.index()));
            }
        }
        return worst;
    }

    @Test
    void everyPresetNamesItsSourcesAndCanBeBuilt() {
        assertThat(TlbModels.ALL)
                .extracting(TlbModel::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(8);
        for (TlbModel model : TlbModels.ALL) {
            assertThat(model.sources())
                    .as(model.name())
                    .extracting(TlbModel.Source::origin)
                    .contains(TlbModel.Origin.PRIMARY);
            for (int shift = 12; shift <= 48; shift++) {
                int page = shift;
                Tlb tlb = new Tlb(model, WalkShape.of(12, 21, 30, 39), a -> page, 1);
                assertThat(tlb.access(1L << 40, 0)).isEqualTo(model.levels());
                assertThat(tlb.access((1L << 40) + 1, 0)).isZero();
            }
        }
    }
}
