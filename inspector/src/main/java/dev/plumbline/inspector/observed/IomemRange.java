package dev.plumbline.inspector.observed;

/**
 * One line of /proc/iomem.
 *
 * @param start first physical address, unsigned
 * @param endInclusive last physical address, unsigned, as the kernel prints it
 * @param name {@code System RAM}, {@code Kernel code}, {@code Persistent Memory} …
 * @param depth 0 at top level; the kernel indents two spaces a level
 */
public record IomemRange(long start, long endInclusive, String name, int depth, int line) {

    /** Its size in bytes; 0 for a resource whose end is just below its start. */
    public long sizeBytes() {
        return endInclusive - start + 1;
    }

    /** Whether the physical address lies inside. */
    public boolean contains(long physAddr) {
        return Long.compareUnsigned(physAddr, start) >= 0 && Long.compareUnsigned(physAddr, endInclusive) <= 0;
    }
}
