package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/**
 * The physical memory map that a machine starts from.
 *
 * @param ranges in ascending order as far as known; RAM and what is not
 * @param stage how far the kernel had come when the map was written down
 */
public record PhysicalMap(List<RamRange> ranges, Stage stage) {

    /** How much of booting a map already contains. */
    public enum Stage {
        /** As firmware handed it over: {@code mem=}, {@code memmap=} and the kernel's own trimming are still to come. */
        FIRMWARE,
        /** As the kernel's memblock has it: everything has had its effect (/proc/iomem; a description that names ranges). */
        MEMBLOCK
    }

    /** Copies the list. */
    public PhysicalMap {
        ranges = List.copyOf(ranges);
    }

    /** The ranges of RAM. */
    public List<RamRange> ram() {
        return ranges.stream().filter(r -> r.kind() == RamRange.Kind.RAM).toList();
    }
}
