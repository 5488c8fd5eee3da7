package dev.plumbline.inspector.reference.zone.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZonelistsTest {

    private static final KernelRelease NEW = new KernelRelease(6, 12);

    /** {@code Fallback order for Node} of a machine with three nodes of equal distance: 0 1 2, 1 2 0, 2 0 1. */
    @Test
    void equallyNearNodesTakeTurns() {
        Topology topology = new Topology(new NodeSplit.OneNode(), Map.of(0, 1, 1, 1, 2, 1), Map.of());

        assertThat(Zonelists.fallback(topology, List.of(0, 1, 2), List.of(0, 1, 2), false, NEW))
                .isEqualTo(Map.of(0, List.of(0, 1, 2), 1, List.of(1, 2, 0), 2, List.of(2, 0, 1)));
    }

    @Test
    void theNearestNodeComesFirst() {
        Topology topology = new Topology(
                new NodeSplit.OneNode(),
                Map.of(0, 1, 1, 1, 2, 1),
                Map.of(0, Map.of(0, 10, 1, 31, 2, 21), 1, Map.of(0, 31, 1, 10, 2, 21), 2, Map.of(0, 21, 1, 21, 2, 10)));

        assertThat(Zonelists.fallback(topology, List.of(0, 1, 2), List.of(0, 1, 2), false, NEW))
                .containsEntry(0, List.of(0, 2, 1))
                .containsEntry(1, List.of(1, 2, 0));
    }

    /** Node 1 has memory alone: once CPUs are known, equally near nodes without any are preferred. */
    @Test
    void nodesWithCpusAreAvoidedOnceTheseAreUp() {
        Topology topology = new Topology(
                new NodeSplit.OneNode(),
                Map.of(0, 2, 1, 2),
                Map.of(0, Map.of(1, 20, 2, 20), 1, Map.of(0, 20, 2, 20), 2, Map.of(0, 20, 1, 20)));

        assertThat(Zonelists.fallback(topology, List.of(0, 1, 2), List.of(0, 1, 2), false, NEW))
                .containsEntry(0, List.of(0, 1, 2));
        assertThat(Zonelists.fallback(topology, List.of(0, 1, 2), List.of(0, 1, 2), true, NEW))
                .containsEntry(0, List.of(0, 2, 1));
    }

    @Test
    void aNodeWithoutMemoryBeginsWithItsNeighbour() {
        Topology topology = new Topology(new NodeSplit.OneNode(), Map.of(0, 1, 1, 1), Map.of());

        assertThat(Zonelists.fallback(topology, List.of(0, 1), List.of(1), false, NEW))
                .isEqualTo(Map.of(0, List.of(1), 1, List.of(1)));
    }
}
