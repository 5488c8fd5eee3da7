package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address space that direct buffers take, in whole pages.
 *
 * @param pages ascending, neighbours joined
 * @param buffers whose these are, ascending
 * @param validated whether heads of glibc's malloc confirm the buffers; else another allocator gave them
 * @param refused buffers that such a head belies: freed meanwhile, or misread
 */
public record BufferPages(List<AddressRange> pages, List<DirectBuffer> buffers, boolean validated, int refused) {

    /** Copies the lists. */
    public BufferPages {
        pages = List.copyOf(pages);
        buffers = List.copyOf(buffers);
    }

    /**
     * Looks for the allocations of these buffers. Where no buffer's memory has glibc's head before it, another allocator is in place, and
     * what the buffers say is all there is.
     *
     * @param buffers ascending, without overlap
     * @param tracked whether the JVM's native memory tracking is on
     */
    public static BufferPages of(List<DirectBuffer> buffers, TargetMemory memory, boolean tracked, int pageBytes) {
        List<Optional<AddressRange>> allocations = new ChunkHeads(memory, tracked, pageBytes).of(buffers);
        boolean validated = allocations.stream().anyMatch(Optional::isPresent);
        List<AddressRange> ranges = new ArrayList<>();
        List<DirectBuffer> kept = new ArrayList<>();
        for (int i = 0; i < buffers.size(); i++) {
            AddressRange range = allocations.get(i).orElse(buffers.get(i).memory());
            if (allocations.get(i).isPresent() || !validated) {
                ranges.add(range);
                kept.add(buffers.get(i));
            }
        }
        return new BufferPages(PagesOfBuffers.of(ranges, pageBytes), kept, validated, buffers.size() - kept.size());
    }
}
