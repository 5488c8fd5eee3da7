package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lines of /proc/cpuinfo between two empty ones: a processor, or the machine.
 *
 * @param fields key to value as printed, without surrounding white space; the first where a key is repeated
 * @param line of the first of them
 */
public record CpuInfoBlock(Map<String, String> fields, int line) {

    /** Copies the map; its order stays the file's. */
    public CpuInfoBlock {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** One value. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(fields.get(key));
    }
}
