package dev.plumbline.inspector.source.image;

import dev.plumbline.inspector.memory.PhysicalMemory.Window;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Extents of a file, mapped. A buffer is shorter than 2 GiB, so the file is mapped a GiB at a time; each mapping reaches a little
 * into the next GiB, and an extent is divided at an address that is a multiple of that little. So no table that lies inside an
 * extent is divided: none is larger.
 */
final class MappedExtents {

    /** The largest table of any format, and the largest page of any granule. */
    static final int UNDIVIDED_BYTES = 1 << 16;

    private static final int STEP_SHIFT = 30;

    private final long[] firsts;
    private final long[] lasts;
    private final MappedByteBuffer[] buffers;
    private final int[] positions;
    private final AtomicReferenceArray<@Nullable Optional<Window>> windows;

    private record Piece(long first, long last, MappedByteBuffer buffer, int position) {}

    private MappedExtents(List<Piece> pieces) {
        int count = pieces.size();
        firsts = new long[count];
        lasts = new long[count];
        buffers = new MappedByteBuffer[count];
        positions = new int[count];
        windows = new AtomicReferenceArray<>(count);
        for (int i = 0; i < count; i++) {
            Piece piece = pieces.get(i);
            firsts[i] = piece.first;
            lasts[i] = piece.last;
            buffers[i] = piece.buffer;
            positions[i] = piece.position;
        }
    }

    /**
     * Maps what the extents need of the file.
     *
     * @param extents disjoint, in address order, within the file
     * @param stepShift log2 of how much is mapped at a time
     */
    static MappedExtents of(ImageFile file, List<Extent> extents, int stepShift) throws NotAnImageException {
        Map<Long, MappedByteBuffer> mapped = new HashMap<>();
        List<Piece> pieces = new ArrayList<>(extents.size());
        for (Extent extent : extents) {
            Extent rest = extent;
            while (true) {
                long step = rest.offset() >>> stepShift;
                MappedByteBuffer buffer = mapped.get(step);
                if (buffer == null) {
                    long begin = step << stepShift;
                    long length = Math.min((1L << stepShift) + UNDIVIDED_BYTES, file.sizeBytes() - begin);
                    buffer = file.map(begin, length);
                    mapped.put(step, buffer);
                }
                int position = (int) (rest.offset() - (step << stepShift));
                long most = (long) buffer.limit() - position;
                boolean whole = Long.compareUnsigned(rest.last() - rest.first(), most) < 0;
                long last = whole ? rest.last() : ((rest.first() + most) & -UNDIVIDED_BYTES) - 1;
                pieces.add(new Piece(rest.first(), last, buffer, position));
                if (whole) {
                    break;
                }
                rest = rest.part(last + 1, rest.last());
            }
        }
        return new MappedExtents(pieces);
    }

    static MappedExtents of(ImageFile file, List<Extent> extents) throws NotAnImageException {
        return of(file, extents, STEP_SHIFT);
    }

    /** The window that an address lies in; empty where none does. */
    Optional<Window> window(long address) {
        int low = 0;
        int high = firsts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(lasts[middle], address) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low < firsts.length && Long.compareUnsigned(firsts[low], address) <= 0 ? at(low) : Optional.empty();
    }

    /** Buffers are made when they are asked for: an index may name a million frames. */
    private Optional<Window> at(int i) {
        Optional<Window> known = windows.get(i);
        if (known != null) {
            return known;
        }
        int length = (int) (lasts[i] - firsts[i] + 1);
        Optional<Window> made = Optional.of(new Window(
                new PhysAddr(firsts[i]), buffers[i].slice(positions[i], length).order(ByteOrder.LITTLE_ENDIAN)));
        windows.set(i, made);
        return made;
    }
}
