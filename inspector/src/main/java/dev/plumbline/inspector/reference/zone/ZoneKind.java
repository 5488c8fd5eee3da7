package dev.plumbline.inspector.reference.zone;

/** What the watermark rules distinguish about a zone. */
public enum ZoneKind {
    /** DMA, DMA32 or Normal: mapped by the kernel, open to {@code GFP_USER} and below. */
    LOWMEM,
    /** HighMem: 32-bit kernels do not map it. */
    HIGHMEM,
    /** Movable: pages that can be migrated, of {@code kernelcore=}, {@code movable_node} or hotplug. */
    MOVABLE,
    /** Device: pages of persistent or device memory, never handed out by the buddy allocator. */
    DEVICE;

    /**
     * The kind of a zone by the name that /proc/zoneinfo prints.
     *
     * <p>Source: zone_names, mm/page_alloc.c.
     *
     * @throws IllegalArgumentException if the kernel has no zone of that name
     */
    public static ZoneKind of(String zoneName) {
        return switch (zoneName) {
            case "DMA", "DMA32", "Normal" -> LOWMEM;
            case "HighMem" -> HIGHMEM;
            case "Movable" -> MOVABLE;
            case "Device" -> DEVICE;
            default ->
                throw new IllegalArgumentException(
                        "zone \"" + zoneName + "\" is none of DMA, DMA32, Normal, HighMem, Movable, Device");
        };
    }

    /** Whether the kernel has a zone of that name. */
    public static boolean isKnown(String zoneName) {
        return switch (zoneName) {
            case "DMA", "DMA32", "Normal", "HighMem", "Movable", "Device" -> true;
            default -> false;
        };
    }
}
