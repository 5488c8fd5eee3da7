package dev.plumbline.inspector.reference.zone;

/**
 * A zone as the watermark rules see it.
 *
 * @param node the node's id
 * @param name as /proc/zoneinfo prints it
 * @param index the zone's place among its node's zones, lowest 0; also its place in {@code lowmem_reserve_ratio}
 * @param populated whether it has present pages, the kernel's populated_zone()
 */
public record ZoneFacts(int node, String name, int index, boolean populated) {

    /** What the rules distinguish about it. */
    public ZoneKind kind() {
        return ZoneKind.of(name);
    }

    /** {@code node 0 DMA32}. */
    public String subject() {
        return "node " + node + " " + name;
    }
}
