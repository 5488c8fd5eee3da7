package dev.plumbline.inspector.observed.trace;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many events a trace holds.
 *
 * @param byName by the event's name; at most 4096 names, the rest under {@code others}
 * @param passedOver how many of them are not the page allocator's
 * @param lost events that the kernel says it had no room for
 */
public record PageEventTotals(Map<String, Long> byName, long passedOver, long lost) {

    /** Copies the map. */
    public PageEventTotals {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** How many events of a name there are. */
    public long of(String name) {
        return byName.getOrDefault(name, 0L);
    }

    /** Counts. */
    static final class Builder {
        private static final int MOST_NAMES = 4096;

        private final Map<String, Long> byName = new TreeMap<>();
        private long passedOver;
        private long lost;

        void event(String name) {
            byName.merge(byName.size() < MOST_NAMES || byName.containsKey(name) ? name : "others", 1L, Long::sum);
        }

        void passedOver() {
            passedOver++;
        }

        void lost(long events) {
            lost += events;
        }

        PageEventTotals build() {
            return new PageEventTotals(byName, passedOver, lost);
        }
    }
}
