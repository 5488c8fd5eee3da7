package dev.plumbline.inspector.reference.zone.derive;

/**
 * A range of the physical memory map, as firmware or the kernel's own map states it.
 *
 * @param startBytes first physical address
 * @param endBytes first physical address behind it
 * @param kind what the map calls it
 */
public record RamRange(long startBytes, long endBytes, Kind kind) {

    /**
     * What a range of the map is for. Where two overlap the one that stands later here wins (e820__update_table,
     * arch/x86/kernel/e820.c, takes the larger type number).
     *
     * <p>Source: enum e820_type, arch/x86/include/asm/e820/types.h.
     */
    public enum Kind {
        RAM,
        RESERVED,
        ACPI_TABLES,
        ACPI_NVS,
        UNUSABLE,
        PERSISTENT,
        PROTECTED,
        SOFT_RESERVED
    }

    /** @throws IllegalArgumentException if a bound is negative or the range ends before it starts */
    public RamRange {
        if (startBytes < 0 || endBytes < startBytes) {
            throw new IllegalArgumentException("range 0x%x-0x%x".formatted(startBytes, endBytes));
        }
    }

    /** RAM at an address. */
    public static RamRange ram(long startBytes, long endBytes) {
        return new RamRange(startBytes, endBytes, Kind.RAM);
    }

    /** How long it is. */
    public long sizeBytes() {
        return endBytes - startBytes;
    }

    boolean overlaps(RamRange other) {
        return startBytes < other.endBytes && other.startBytes < endBytes;
    }
}
