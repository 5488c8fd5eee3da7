package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.NodeMemory;
import java.util.List;

/**
 * A node as it must be.
 *
 * @param id its id
 * @param memory its RAM, ascending; none on a node with CPUs alone
 * @param fallback the nodes in the order in which an allocation tries them, itself first
 * @param zonelist the zones in the order in which an allocation that may use any of them tries them
 */
public record DerivedNode(int id, List<NodeMemory> memory, List<Integer> fallback, List<ZoneRef> zonelist) {

    /** A place in a zonelist. */
    public record ZoneRef(int node, String zone) {}

    /** Copies the lists. */
    public DerivedNode {
        memory = List.copyOf(memory);
        fallback = List.copyOf(fallback);
        zonelist = List.copyOf(zonelist);
    }
}
