package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the second table of /proc/pagetypeinfo: pageblocks by migrate type.
 *
 * @param byType in the file's order
 */
public record PageblocksOfZone(int node, String zone, Map<String, Long> byType, int line) {

    /** Copies the map. */
    public PageblocksOfZone {
        byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
    }

    /** Pageblocks of all types. */
    public long total() {
        return byType.values().stream().mapToLong(Long::longValue).sum();
    }
}
