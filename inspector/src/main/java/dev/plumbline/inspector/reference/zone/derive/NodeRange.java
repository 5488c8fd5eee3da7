package dev.plumbline.inspector.reference.zone.derive;

/**
 * Physical addresses whose memory belongs to a node: a memory affinity entry of the SRAT, a memory block
 * of a node, a line of {@code Early memory node ranges}. It may reach over holes.
 *
 * @param node the node's id
 * @param startBytes first physical address
 * @param endBytes first physical address behind it
 * @param hotpluggable whether firmware says that the memory may be removed
 */
public record NodeRange(int node, long startBytes, long endBytes, boolean hotpluggable) {

    /** @throws IllegalArgumentException if a bound is negative or the range ends before it starts */
    public NodeRange {
        if (node < 0 || startBytes < 0 || endBytes < startBytes) {
            throw new IllegalArgumentException("node %d: 0x%x-0x%x".formatted(node, startBytes, endBytes));
        }
    }
}
