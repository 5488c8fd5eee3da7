package dev.plumbline.inspector.reference.zone.buddy;

import java.util.List;

/**
 * Where a zone stands in the order in which allocations fall back, lowest first.
 *
 * <p>Source: enum zone_type, include/linux/mmzone.h (6.12).
 */
public enum ZoneClass {
    DMA(0, "DMA"),
    DMA32(1, "DMA32"),
    NORMAL(2, "Normal"),
    HIGHMEM(3, "HighMem"),
    MOVABLE(4, "Movable");

    /** How many there are. */
    public static final int COUNT = 5;

    private static final List<ZoneClass> ALL = List.of(values());

    private final int number;
    private final String zoneName;

    ZoneClass(int number, String zoneName) {
        this.number = number;
        this.zoneName = zoneName;
    }

    int number() {
        return number;
    }

    /** The name that /proc/zoneinfo prints. */
    public String zoneName() {
        return zoneName;
    }

    /**
     * The class by the name that /proc/zoneinfo prints.
     *
     * @throws IllegalArgumentException if the buddy allocator serves no zone of that name
     */
    public static ZoneClass of(String zoneName) {
        for (ZoneClass each : ALL) {
            if (each.zoneName.equals(zoneName)) {
                return each;
            }
        }
        throw new IllegalArgumentException("zone \"" + zoneName + "\" is none of DMA, DMA32, Normal, HighMem, Movable");
    }
}
