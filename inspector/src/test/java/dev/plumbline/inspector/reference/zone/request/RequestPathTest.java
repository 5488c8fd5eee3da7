package dev.plumbline.inspector.reference.zone.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome.Fails;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome.MustReclaim;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome.Refusal;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome.Served;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome.ServedBelowLow;
import dev.plumbline.inspector.reference.zone.request.ZoneState.Blocks;
import dev.plumbline.inspector.reference.zone.request.ZoneState.SetAside;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers worked out by hand from the conditions in mm/page_alloc.c. */
class RequestPathTest {

    private static final int NORMAL = 2;
    private static final int MOVABLE = 3;

    /** Single pages and blocks of 2; none of 4. */
    private static final Blocks SMALL =
            new Blocks(List.of(500L, 100L, 0L, 0L), List.of(0L, 0L, 0L, 0L), List.of(0L, 0L, 0L, 0L));

    @ParameterizedTest
    @CsvSource({
        // usable pages must be more than the mark; a request of order k uses 2^k − 1 besides
        "126, 0, true",
        "125, 0, false",
        "127, 1, true",
        "126, 1, false"
    })
    void theZoneStaysAboveItsLowWatermark(long freePages, int order, boolean served) {
        ZoneState zone = zone("Normal", NORMAL, freePages, SetAside.NOTHING, SMALL);

        RequestOutcome outcome = RequestPath.of(RequestKind.GFP_KERNEL, order, NORMAL, List.of(zone));

        assertThat(outcome instanceof Served).isEqualTo(served);
        assertThat(served || outcome instanceof ServedBelowLow).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // min is 100; those who may not wait go down to 100 − 50 = 50, less a quarter of it: 38
        "GFP_KERNEL, 101, true",
        "GFP_KERNEL, 100, false",
        "GFP_ATOMIC, 39, true",
        "GFP_ATOMIC, 38, false"
    })
    void belowLowKswapdIsWokenAndTheMinWatermarkCounts(RequestKind kind, long freePages, boolean served) {
        RequestOutcome outcome =
                RequestPath.of(kind, 0, NORMAL, List.of(zone("Normal", NORMAL, freePages, SetAside.NOTHING, SMALL)));

        if (served) {
            assertThat(outcome).isInstanceOf(ServedBelowLow.class);
        } else {
            assertThat(outcome).isInstanceOf(kind.mayWait() ? MustReclaim.class : Fails.class);
        }
    }

    @Test
    void whatIsSetAsideCountsForThoseAloneWhoMayUseIt() {
        ZoneState zone = zone("Normal", NORMAL, 150, new SetAside(0, 60, 0), SMALL);

        assertThat(RequestPath.of(RequestKind.GFP_KERNEL, 0, NORMAL, List.of(zone)))
                .isEqualTo(new MustReclaim(List.of(new Refusal(zone, new ZoneAnswer.TooLow(90, Watermark.MIN, 100)))));
        assertThat(RequestPath.of(RequestKind.GFP_HIGHUSER_MOVABLE, 0, MOVABLE, List.of(zone)))
                .isInstanceOf(Served.class);

        ZoneState reserved = zone("Normal", NORMAL, 150, new SetAside(60, 0, 0), SMALL);
        assertThat(RequestPath.of(RequestKind.GFP_KERNEL, 0, NORMAL, List.of(reserved)))
                .isInstanceOf(MustReclaim.class);
        assertThat(RequestPath.of(RequestKind.GFP_ATOMIC, 0, NORMAL, List.of(reserved)))
                .isInstanceOf(ServedBelowLow.class);
    }

    @Test
    void blocksOfAnotherUseDoNotServe() {
        List<Long> none = List.of(0L, 0L, 0L, 0L);
        ZoneState cma = zone("Normal", NORMAL, 900, SetAside.NOTHING, new Blocks(none, List.of(0L, 0L, 0L, 9L), none));
        ZoneState high = zone("Normal", NORMAL, 900, SetAside.NOTHING, new Blocks(none, none, List.of(0L, 0L, 9L, 0L)));

        assertThat(RequestPath.of(RequestKind.GFP_KERNEL, 3, NORMAL, List.of(cma)))
                .isEqualTo(new MustReclaim(List.of(new Refusal(cma, new ZoneAnswer.Fragmented()))));
        assertThat(RequestPath.of(RequestKind.GFP_HIGHUSER_MOVABLE, 3, MOVABLE, List.of(cma)))
                .isInstanceOf(Served.class);
        assertThat(RequestPath.of(RequestKind.GFP_ATOMIC, 2, NORMAL, List.of(high)))
                .isInstanceOf(ServedBelowLow.class);
        assertThat(RequestPath.of(RequestKind.GFP_ATOMIC, 3, NORMAL, List.of(high)))
                .isInstanceOf(Fails.class);
    }

    /** The lower zone keeps 1000 pages back from requests that Normal or Movable could serve; its own requests may have them. */
    @Test
    void aLowerZoneKeepsItsReserve() {
        ZoneState normal = zone("Normal", NORMAL, 90, SetAside.NOTHING, SMALL);
        ZoneState dma =
                new ZoneState(0, "DMA", 0, 1100, marks(), 0, List.of(0L, 0L, 1000L, 1000L), SetAside.NOTHING, SMALL);

        RequestOutcome outcome = RequestPath.of(RequestKind.GFP_KERNEL, 0, NORMAL, List.of(normal, dma));
        assertThat(outcome.refusals())
                .containsExactly(
                        new Refusal(normal, new ZoneAnswer.TooLow(90, Watermark.MIN, 100)),
                        new Refusal(dma, new ZoneAnswer.TooLow(1100, Watermark.MIN, 1100)));
        assertThat(RequestPath.of(RequestKind.GFP_DMA, 0, 0, List.of(normal, dma)))
                .isEqualTo(new Served(dma, List.of()));
    }

    @Test
    void theFirstZoneOfTheListThatMayServesDoes() {
        ZoneState full = zone("Normal", NORMAL, 0, SetAside.NOTHING, SMALL);
        ZoneState remote =
                new ZoneState(1, "Normal", NORMAL, 5000, marks(), 0, List.of(0L, 0L, 0L, 0L), SetAside.NOTHING, SMALL);

        RequestOutcome outcome = RequestPath.of(RequestKind.GFP_KERNEL, 0, NORMAL, List.of(full, remote));

        assertThat(outcome)
                .isEqualTo(
                        new Served(remote, List.of(new Refusal(full, new ZoneAnswer.TooLow(0, Watermark.LOW, 125)))));
    }

    /** min is 100 and 100 of boost: single pages of atomic requests may go down to 38 all the same (zone_watermark_fast). */
    @Test
    void anAtomicRequestForOnePageIgnoresTheBoost() {
        Map<Watermark, Long> boosted = Map.of(Watermark.MIN, 200L, Watermark.LOW, 225L, Watermark.HIGH, 250L);
        ZoneState zone =
                new ZoneState(0, "Normal", NORMAL, 60, boosted, 100, List.of(0L, 0L, 0L, 0L), SetAside.NOTHING, SMALL);

        assertThat(RequestPath.of(RequestKind.GFP_ATOMIC, 0, NORMAL, List.of(zone)))
                .isInstanceOf(ServedBelowLow.class);
        assertThat(RequestPath.of(RequestKind.GFP_ATOMIC, 1, NORMAL, List.of(zone)))
                .isInstanceOf(Fails.class);
    }

    @Test
    void aKernelWithoutTheZoneHasNoSuchRequests() {
        assertThat(RequestKind.GFP_DMA32.highestZone(List.of("DMA", "Normal", "Movable")))
                .isEmpty();
        assertThat(RequestKind.GFP_KERNEL.highestZone(List.of("DMA", "Normal", "Movable")))
                .hasValue(1);
    }

    private static ZoneState zone(String name, int index, long freePages, SetAside setAside, Blocks blocks) {
        return new ZoneState(0, name, index, freePages, marks(), 0, List.of(0L, 0L, 0L, 0L), setAside, blocks);
    }

    private static Map<Watermark, Long> marks() {
        return Map.of(Watermark.MIN, 100L, Watermark.LOW, 125L, Watermark.HIGH, 150L);
    }
}
