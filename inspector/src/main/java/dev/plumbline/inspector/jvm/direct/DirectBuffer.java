package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.unit.AddressRange;

/**
 * Memory that was allocated for a direct byte buffer. Views of the buffer share it.
 *
 * @param memory what was asked of the allocator; with {@code -Dsun.nio.PageAlignDirectMemory=true} the buffer lies
 *     somewhere inside
 * @param capacityBytes of the buffer, at most the memory's size
 */
public record DirectBuffer(AddressRange memory, long capacityBytes) {}
