package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * The managed pages of every zone at one moment, in the order of the zones.
 *
 * @param byZone pages, not negative
 */
public record ManagedPages(List<Long> byZone) {

    /** @throws IllegalArgumentException if a zone has fewer than no pages */
    public ManagedPages {
        byZone = List.copyOf(byZone);
        for (long pages : byZone) {
            if (pages < 0) {
                throw new IllegalArgumentException("a zone with " + pages + " managed pages");
            }
        }
    }

    /** Of one zone. */
    public long of(int zone) {
        return byZone.get(zone);
    }

    /** Of all zones. */
    public long total() {
        return byZone.stream().mapToLong(Long::longValue).sum();
    }

    /** Whether a zone has that many pages to take away. */
    boolean canLose(int zone, long pages) {
        return byZone.get(zone) >= pages;
    }

    /** With another value for one zone. */
    public ManagedPages with(int zone, long pages) {
        List<Long> changed = new ArrayList<>(byZone);
        changed.set(zone, pages);
        return new ManagedPages(changed);
    }

    /** With fewer pages in one zone. */
    ManagedPages less(int zone, long pages) {
        return with(zone, byZone.get(zone) - pages);
    }
}
