package dev.plumbline.inspector.check;

import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import dev.plumbline.inspector.reference.zone.ZoneLayout;
import dev.plumbline.inspector.reference.zone.ZoneRange;
import java.util.List;
import java.util.Map;

/**
 * The host's RAM and the limits of its zones, from other files than those that print the zones.
 *
 * @param memory ranges of RAM by node, ascending
 * @param ranges the zones below Movable, lowest first
 * @param movableStart by node, the first frame of Movable as the boot log prints it
 * @param added RAM that the physical map shows and the boot log does not: added after booting
 * @param sources where each part was read, by its name: a zone's name, {@code memory}, {@code Movable}
 * @param complete whether the limits are the kernel's own; otherwise they are where the zones meet
 */
record MemoryMap(
        List<NodeMemory> memory,
        List<ZoneRange> ranges,
        Map<Integer, Long> movableStart,
        List<NodeMemory> added,
        Map<String, Evidence> sources,
        boolean complete) {

    static final String MEMORY = "memory";

    MemoryMap {
        memory = List.copyOf(memory);
        ranges = List.copyOf(ranges);
        movableStart = Map.copyOf(movableStart);
        added = List.copyOf(added);
        sources = Map.copyOf(sources);
    }

    /** Where the zones must lie, by node and from the lowest zone up. */
    List<ZoneExtent> extents() {
        return new ZoneLayout(memory, ranges, movableStart).extents();
    }

    /** Where one zone must lie: nowhere if RAM and the limits leave nothing for it. */
    ZoneExtent extent(int node, String zone) {
        return extents().stream()
                .filter(e -> e.node() == node && e.zone().equals(zone))
                .findFirst()
                .orElse(new ZoneExtent(node, zone, 0, 0, 0));
    }

    /** The evidence for a zone's limits and for the RAM in it. */
    List<Evidence> evidence(String zone) {
        return List.of(zone, MEMORY).stream()
                .filter(sources::containsKey)
                .map(name -> sources.getOrDefault(name, Evidence.in(name, name)))
                .toList();
    }
}
