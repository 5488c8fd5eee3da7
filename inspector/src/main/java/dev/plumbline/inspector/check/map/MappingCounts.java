package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Origin;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * How often frames are mapped, by /proc/kpagecount of a live host, one read a frame. A kernel that will not show it, or that was
 * asked too often, is not asked again: what is left then counts alike.
 */
final class MappingCounts {

    /** Some 0.1 s. */
    private static final int MOST_READS = 1 << 16;

    private final KernelFiles files;
    private int reads;

    MappingCounts(KernelFiles files) {
        this.files = files;
        this.reads = files.origin() instanceof Origin.Live ? 0 : MOST_READS;
    }

    /** The count; empty where it is not known. */
    OptionalLong of(long pfn) {
        if (reads >= MOST_READS) {
            return OptionalLong.empty();
        }
        byte[] word = files.readAt("proc/kpagecount", pfn * Long.BYTES, Long.BYTES)
                .content()
                .orElse(new byte[0]);
        if (word.length != Long.BYTES) {
            reads = MOST_READS;
            return OptionalLong.empty();
        }
        reads++;
        return OptionalLong.of(
                ByteBuffer.wrap(word).order(ByteOrder.nativeOrder()).getLong());
    }
}
