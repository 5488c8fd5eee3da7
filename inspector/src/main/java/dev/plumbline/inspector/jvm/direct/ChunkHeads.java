package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The heads that glibc's malloc leaves before the memory that it gives: one must be there that is large enough and not much larger. With
 * native memory tracking the JVM puts two words of its own in between.
 *
 * <p>Source: {@code struct malloc_chunk}, {@code sysmalloc_mmap}, malloc/malloc.c (glibc 2.17 to 2.41; of 2.43 what stands in memory);
 * {@code MallocHeader}, services/mallocHeader.hpp (jdk-17; mallocTracker.hpp in jdk8u).
 */
final class ChunkHeads {

    private static final long IS_MMAPPED = 2;
    private static final long FLAGS = 7;

    /** MINSIZE, which is not split off, the alignment, and what native memory tracking puts behind. */
    private static final long MOST_SLACK = 128;

    private final TargetMemory memory;
    private final long trackingBytes;
    private final int pageBytes;

    /**
     * The heads in a process.
     *
     * @param tracked whether native memory tracking is on
     */
    ChunkHeads(TargetMemory memory, boolean tracked, int pageBytes) {
        this.memory = memory;
        this.trackingBytes = tracked ? 2L * Long.BYTES : 0;
        this.pageBytes = pageBytes;
    }

    /**
     * What of the address space each buffer's allocation takes: the mapping that was made for it alone, or the memory itself where it is
     * a piece of an arena. Empty where no head stands that could be its.
     */
    List<Optional<AddressRange>> of(List<DirectBuffer> buffers) {
        int word = memory.wordBytes();
        List<MemoryPiece> pieces = new ArrayList<>();
        for (DirectBuffer buffer : buffers) {
            long head = buffer.memory().start().value() - trackingBytes - 2L * word;
            pieces.add(new MemoryPiece(head, 2 * word));
        }
        List<Optional<ByteBuffer>> heads = memory.pieces(pieces);
        List<Optional<AddressRange>> ranges = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            AddressRange of = buffers.get(i).memory();
            long head = pieces.get(i).address();
            ranges.add(heads.get(i)
                    .flatMap(words -> allocation(of, head, memory.word(words, 0), memory.word(words, word))));
        }
        return ranges;
    }

    private Optional<AddressRange> allocation(AddressRange buffer, long head, long before, long sizeWord) {
        long size = sizeWord & ~FLAGS;
        long end = buffer.end().value();
        if ((sizeWord & IS_MMAPPED) != 0) {
            long mapped = isWhole(size + before) ? size : size + 2L * memory.wordBytes();
            long start = head - before;
            boolean fits = isWhole(start)
                    && isWhole(mapped + before)
                    && before >= 0
                    && before < 2L * pageBytes
                    && isJust(end, head + mapped, pageBytes);
            return fits ? Optional.of(AddressRange.of(start, head + mapped)) : Optional.empty();
        }
        // The next chunk's first word is this one's to use.
        return size > 0 && isJust(end, head + size + memory.wordBytes(), MOST_SLACK)
                ? Optional.of(buffer)
                : Optional.empty();
    }

    private boolean isWhole(long bytes) {
        return (bytes & (pageBytes - 1)) == 0;
    }

    private static boolean isJust(long end, long chunkEnd, long mostSlack) {
        long slack = chunkEnd - end;
        return slack >= 0 && slack < mostSlack + Long.BYTES;
    }
}
