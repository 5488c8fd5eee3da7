package dev.plumbline.inspector.observed;

import java.util.List;

/**
 * /proc/iomem: the physical address map.
 *
 * @param ranges in the file's order, each followed by the ranges inside it
 */
public record Iomem(List<IomemRange> ranges) {

    /** Copies the list. */
    public Iomem {
        ranges = List.copyOf(ranges);
    }

    /** Whether all addresses are zero, as a reader without CAP_SYS_ADMIN sees them. */
    public boolean isZeroed() {
        return ranges.stream().allMatch(r -> r.start() == 0 && r.endInclusive() == 0);
    }

    /** The ranges with exactly this name, at any depth. */
    public List<IomemRange> named(String name) {
        return ranges.stream().filter(r -> r.name().equals(name)).toList();
    }

    /**
     * The ranges of {@code System RAM} at any depth, variants such as {@code System RAM (kmem)} of memory that a driver
     * added included.
     */
    public List<IomemRange> systemRam() {
        return ranges.stream().filter(r -> r.name().startsWith("System RAM")).toList();
    }
}
