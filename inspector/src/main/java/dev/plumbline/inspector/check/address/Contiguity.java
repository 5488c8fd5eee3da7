package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;

/**
 * How physically contiguous a part of a process's memory is.
 *
 * @param pageBytes base page size
 * @param extentBytes what one entry of the page middle directory maps
 * @param total everything that was asked for
 * @param mappings a part a mapping, ascending
 * @param buffer whether the range as a whole could be given to devices; empty unless a range was named
 * @param framesHidden whether the kernel hid the frames: then runs, blocks and contiguous extents are unknown, not zero
 * @param notRead ranges whose pagemap was not read
 * @param method how pagemap was read
 */
public record Contiguity(
        long pageBytes,
        long extentBytes,
        Part total,
        List<Part> mappings,
        Optional<BufferFit> buffer,
        boolean framesHidden,
        List<AddressRange> notRead,
        String method) {

    /** Copies the lists. */
    public Contiguity {
        mappings = List.copyOf(mappings);
        notRead = List.copyOf(notRead);
    }

    /**
     * Counts of a mapping, or of all.
     *
     * @param range what of it was asked for; of all, from the first to the last
     * @param name of the mapping as maps prints it
     * @param pages asked for and mapped
     * @param present in RAM
     * @param swapped in swap, or a migration entry
     * @param runs runs by order
     * @param blocks blocks by order
     * @param longest the longest run; empty without any
     * @param extents what huge pages could do
     */
    public record Part(
            AddressRange range,
            String name,
            long pages,
            long present,
            long swapped,
            OrderHistogram runs,
            OrderHistogram blocks,
            Optional<LongestRun> longest,
            Extents extents) {

        /** Pages that are neither present nor swapped. */
        public long absent() {
            return pages - present - swapped;
        }
    }

    /** The longest run. */
    public record LongestRun(VirtAddr start, PhysAddr physical, long pages) {}

    /**
     * Aligned extents of one huge page each.
     *
     * @param possible lie wholly in the range
     * @param resident have all pages present
     * @param contiguous of those, have frames that follow each other from an aligned one on
     * @param mappedHuge bytes that are mapped huge already; unknown where smaps counts more than what was asked for
     */
    public record Extents(long possible, long resident, long contiguous, Fact<Long> mappedHuge) {}
}
