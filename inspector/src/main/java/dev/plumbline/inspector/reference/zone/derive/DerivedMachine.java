package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;
import java.util.Optional;

/**
 * A machine as it must be.
 *
 * @param description from what
 * @param nodes every online node, ascending
 * @param zones every zone of every node, by node and from the lowest zone up
 * @param maxOrder the buddy allocator's highest order
 * @param pageblockOrder the order of a page block
 * @param minFreeKib {@code vm.min_free_kbytes}
 */
public record DerivedMachine(
        MachineDescription description,
        List<DerivedNode> nodes,
        List<DerivedZone> zones,
        int maxOrder,
        int pageblockOrder,
        Interval minFreeKib) {

    /** Copies the lists. */
    public DerivedMachine {
        nodes = List.copyOf(nodes);
        zones = List.copyOf(zones);
    }

    /** One zone. */
    public Optional<DerivedZone> zone(int node, String name) {
        return zones.stream()
                .filter(z -> z.node() == node && z.name().equals(name))
                .findFirst();
    }

    /** The zones of a node, lowest first. */
    public List<DerivedZone> zonesOf(int node) {
        return zones.stream().filter(z -> z.node() == node).toList();
    }

    /** RAM of all zones, in pages. */
    public long presentPages() {
        return zones.stream().mapToLong(z -> z.extent().presentPages()).sum();
    }
}
