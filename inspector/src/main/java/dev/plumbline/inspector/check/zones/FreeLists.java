package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.reference.zone.fragmentation.FragmentationIndex;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import dev.plumbline.inspector.reference.zone.fragmentation.UnusableIndex;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A zone's free blocks.
 *
 * @param blocks by order, as buddyinfo counts them
 * @param byType the same by migrate type, in the kernel's order; empty where pagetypeinfo may not be read
 */
public record FreeLists(FreeBlocks blocks, Map<String, List<TypeCount>> byType) {

    /** Copies the map; its order stays. */
    public FreeLists {
        byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
    }

    /** How many orders there are. */
    public int orders() {
        return blocks.orders();
    }

    /** Free blocks of an order. */
    public long count(int order) {
        return blocks.byOrder().get(order);
    }

    /** Free pages in blocks of an order. */
    public long pages(int order) {
        return blocks.byOrder().get(order) << order;
    }

    /** The unusable free space index of an order, in thousandths. */
    public int unusable(int order) {
        return UnusableIndex.of(blocks, order);
    }

    /** The fragmentation index of an order, in thousandths. */
    public int fragmentation(int order) {
        return FragmentationIndex.of(blocks, order);
    }

    /** Free blocks of a type and order; at least so many where the kernel stopped counting. */
    long blocks(String type, int order) {
        List<TypeCount> counts = byType.getOrDefault(type, List.of());
        return order < counts.size() ? counts.get(order).blocks() : 0;
    }
}
