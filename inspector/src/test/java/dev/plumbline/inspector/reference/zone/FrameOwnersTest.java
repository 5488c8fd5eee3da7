package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.reference.zone.FrameOwners.Extent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameOwnersTest {

    private static final ZoneSpan NODE_0 = new ZoneSpan(0, "Normal", 0, 3000);
    private static final ZoneSpan NODE_1 = new ZoneSpan(1, "Normal", 1000, 4000);
    private static final ZoneSpan MOVABLE = new ZoneSpan(0, "Movable", 2000, 2500);

    @Test
    void needsNoClaimWhereSpansAreApart() {
        FrameOwners owners = FrameOwners.settle(
                List.of(new ZoneSpan(0, "DMA", 1, 4096), new ZoneSpan(0, "DMA32", 4096, 8192)), List.of(), List.of());

        assertThat(owners.extents()).containsExactly(new Extent(1, 4096, 0), new Extent(4096, 8192, 1));
        assertThat(owners.isDecided(0)).isTrue();
        assertThat(owners.isDecided(1)).isTrue();
    }

    @Test
    void interleavedNodesAreToldApartByTheBootLog() {
        FrameOwners owners = FrameOwners.settle(
                List.of(NODE_0, NODE_1),
                List.of(),
                List.of(byNode(0, 1000, 0), byNode(1000, 2000, 1), byNode(2000, 2900, 0), byNode(2900, 4000, 1)));

        assertThat(owners.extents())
                .containsExactly(
                        new Extent(0, 1000, 0),
                        new Extent(1000, 2000, 1),
                        new Extent(2000, 2900, 0),
                        new Extent(2900, 4000, 1));
    }

    @Test
    void aHoleOfEveryNodeBelongsToNobody() {
        FrameOwners owners = FrameOwners.settle(
                List.of(NODE_0, NODE_1), List.of(), List.of(byNode(0, 1000, 0), byNode(1500, 4000, 1)));

        assertThat(owners.extents()).containsExactly(new Extent(0, 1000, 0), new Extent(1500, 4000, 1));
        assertThat(owners.isDecided(0)).isTrue();
    }

    @Test
    void zonesOfOneNodeAreToldApartByMemoryBlocks() {
        FrameOwners owners = FrameOwners.settle(
                List.of(NODE_0, MOVABLE),
                List.of(byZone(2000, 2250, "Movable"), byZone(2250, 2500, "Normal")),
                List.of(byNode(0, 3000, 0)));

        assertThat(owners.extents())
                .containsExactly(new Extent(0, 2000, 0), new Extent(2000, 2250, 1), new Extent(2250, 3000, 0));
    }

    @Test
    void withoutAClaimBothZonesAreUndecidedAndAThirdIsNot() {
        FrameOwners owners = FrameOwners.settle(
                List.of(NODE_0, NODE_1, new ZoneSpan(1, "Movable", 4000, 5000)), List.of(), List.of());

        assertThat(owners.isDecided(0)).isFalse();
        assertThat(owners.isDecided(1)).isFalse();
        assertThat(owners.isDecided(2)).isTrue();
    }

    @Test
    void aNodeAloneDoesNotTellItsOwnZonesApart() {
        FrameOwners owners = FrameOwners.settle(List.of(NODE_0, MOVABLE), List.of(), List.of(byNode(0, 3000, 0)));

        assertThat(owners.isDecided(0)).isFalse();
        assertThat(owners.isDecided(1)).isFalse();
    }

    private static MemoryClaim byNode(long start, long end, int node) {
        return new MemoryClaim(start, end, node, Optional.empty());
    }

    private static MemoryClaim byZone(long start, long end, String zone) {
        return new MemoryClaim(start, end, 0, Optional.of(zone));
    }
}
