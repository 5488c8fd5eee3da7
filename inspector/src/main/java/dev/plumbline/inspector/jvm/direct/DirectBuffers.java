package dev.plumbline.inspector.jvm.direct;

import java.util.List;
import java.util.Optional;

/**
 * The direct byte buffers of a Java program.
 *
 * @param buffers those that were found, in ascending order of their addresses, without overlap
 * @param missing why there may be more, a phrase; empty where the list was read to its end
 * @param reserved what {@code java.nio.Bits} counts; empty where that is not known, as before the first of them
 */
public record DirectBuffers(List<DirectBuffer> buffers, String missing, Optional<Reserved> reserved) {

    /** None. */
    public static final DirectBuffers NONE = new DirectBuffers(List.of(), "", Optional.empty());

    /** Copies the list. */
    public DirectBuffers {
        buffers = List.copyOf(buffers);
    }

    /**
     * What the program's limit of direct memory ({@code -XX:MaxDirectMemorySize}) is held against: direct buffers, and native segments
     * of automatic arenas (java.lang.foreign). It is counted before memory is allocated and after it is freed.
     *
     * @param count of allocations
     * @param memoryBytes asked of the allocator
     * @param capacityBytes of the buffers
     */
    public record Reserved(long count, long memoryBytes, long capacityBytes) {}

    /** What was asked of the allocator for those that were found. */
    public long memoryBytes() {
        return buffers.stream().mapToLong(b -> b.memory().sizeBytes()).sum();
    }

    /** The capacity of those that were found. */
    public long capacityBytes() {
        return buffers.stream().mapToLong(DirectBuffer::capacityBytes).sum();
    }
}
