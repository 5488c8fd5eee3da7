package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Optional;

/**
 * /proc/buddyinfo: the free blocks of every populated zone.
 *
 * @param zones in the file's order
 */
public record BuddyInfo(List<BuddyZone> zones) {

    /** Copies the list. */
    public BuddyInfo {
        zones = List.copyOf(zones);
    }

    /** One zone. */
    public Optional<BuddyZone> zone(int node, String name) {
        return zones.stream()
                .filter(z -> z.node() == node && z.zone().equals(name))
                .findFirst();
    }

    /** How many orders each line has: the highest order and one; 0 without any zone. */
    public int orders() {
        return zones.isEmpty() ? 0 : zones.get(0).freeBlocksByOrder().size();
    }
}
