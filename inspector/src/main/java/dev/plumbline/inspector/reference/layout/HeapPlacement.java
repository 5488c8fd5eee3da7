package dev.plumbline.inspector.reference.layout;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where HotSpot on Linux reserves a heap for compressed references, and which encoding follows from the place.
 *
 * <p>Source: {@code ReservedHeapSpace::initialize_compressed_heap}, src/hotspot/share/memory/virtualspace.cpp (read at 17), and
 * {@code reserve_compressed_oops_heap}, src/hotspot/share/memory/memoryReserver.cpp (read at 26): a few fixed attach points below 4 GiB,
 * then below the encoding's reach, then at multiples of 32 GiB, then wherever mmap puts it. The encoding is that of
 * {@code CompressedOops::initialize}, src/hotspot/share/oops/compressedOops.cpp; JDK 8 has both in universe.cpp.
 *
 * @param sizeBytes the heap's reserved size
 * @param lowestBytes HeapBaseMinAddress: nothing is tried below it
 * @param fixedByUser whether the user set HeapBaseMinAddress, which is then the first address tried
 * @param objectAlignmentBytes ObjectAlignmentInBytes, a power of two from 8 to 256
 */
public record HeapPlacement(long sizeBytes, long lowestBytes, boolean fixedByUser, int objectAlignmentBytes) {

    /** UnscaledOopHeapMax: what 32 bits reach by themselves. */
    public static final long UNSCALED_MAX = 1L << 32;

    private static final long DISJOINT_UNIT = 32L << 30;

    /** Attach points of the disjoint mode, in units of 32 GiB. */
    private static final long[] DISJOINT = {
        2, 3, 4, 8, 10, 1L << 16, 2L << 16, 3L << 16, 4L << 16, 16L << 16, 32L << 16, 34L << 16
    };

    /** @throws IllegalArgumentException if the size is not positive or the alignment no power of two of at least 8 */
    public HeapPlacement {
        if (sizeBytes <= 0 || Integer.bitCount(objectAlignmentBytes) != 1 || objectAlignmentBytes < 8) {
            throw new IllegalArgumentException(
                    "heap of %d bytes, objects aligned to %d".formatted(sizeBytes, objectAlignmentBytes));
        }
    }

    /**
     * A stretch in which the heap may begin.
     *
     * @param mode what a heap that begins there has
     * @param lowest the lowest possible beginning
     * @param highest the highest, where HotSpot tries first
     */
    public record Window(HeapMode mode, VirtAddr lowest, VirtAddr highest) {

        /** Whether a heap that begins here lies in it. */
        public boolean contains(VirtAddr start) {
            return lowest.compareTo(start) <= 0 && start.compareTo(highest) <= 0;
        }

        @Override
        public String toString() {
            return lowest.equals(highest) ? lowest.toString() : lowest + " to " + highest;
        }
    }

    /** log2 of the objects' alignment: the shift of every mode but the unscaled. */
    public int shift() {
        return Integer.numberOfTrailingZeros(objectAlignmentBytes);
    }

    /** OopEncodingHeapMax: what shifted references reach without a base. */
    public long encodingMax() {
        return UNSCALED_MAX << shift();
    }

    /** The windows in the order in which they are tried, the one of mmap's own choice not among them. */
    public List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        if (fixedByUser) {
            windows.add(behindPrefix(mode(new VirtAddr(lowestBytes), lowestBytes), lowestBytes));
        }
        if (lowestBytes + sizeBytes <= UNSCALED_MAX) {
            windows.add(window(HeapMode.UNSCALED, lowestBytes, UNSCALED_MAX - sizeBytes));
        }
        if (lowestBytes + sizeBytes <= encodingMax()) {
            long lowest = Math.max(lowestBytes, UNSCALED_MAX - sizeBytes + 1);
            windows.add(window(HeapMode.ZERO_BASED, lowest, encodingMax() - sizeBytes));
        }
        for (long multiple : DISJOINT) {
            long base = multiple * DISJOINT_UNIT;
            if (base >= encodingMax() && base >= lowestBytes) {
                windows.add(behindPrefix(HeapMode.DISJOINT_BASE, base));
            }
        }
        return windows;
    }

    /** A heap with a base begins behind a prefix as large as its alignment; a large page, 1 GiB, is the largest there is. */
    private static Window behindPrefix(HeapMode mode, long base) {
        return window(mode, base, base + (1L << 30));
    }

    /** The window that an observed beginning lies in; empty for one that mmap chose. */
    public Optional<Window> windowOf(VirtAddr start) {
        return windows().stream().filter(w -> w.contains(start)).findFirst();
    }

    /** The mode of a heap at an address, whoever chose it. */
    public HeapMode mode(VirtAddr start, long base) {
        long end = start.value() + sizeBytes;
        if (Long.compareUnsigned(end, UNSCALED_MAX) <= 0) {
            return HeapMode.UNSCALED;
        }
        if (Long.compareUnsigned(end, encodingMax()) <= 0) {
            return HeapMode.ZERO_BASED;
        }
        return (base & (encodingMax() - 1)) == 0 ? HeapMode.DISJOINT_BASE : HeapMode.HEAP_BASED;
    }

    /** The shift that a heap at an address needs. */
    public int shiftAt(VirtAddr start) {
        return Long.compareUnsigned(start.value() + sizeBytes, UNSCALED_MAX) <= 0 ? 0 : shift();
    }

    /**
     * log2 of the prefix in front of a heap that needs a base: the heap begins so far above the base. A page at least; the heap's
     * alignment, a power of two that its beginning is a multiple of.
     *
     * @return empty if the base cannot be that of a heap at this address
     */
    public OptionalInt prefixShift(VirtAddr start, long base, long pageBytes) {
        long prefix = start.value() - base;
        boolean possible = Long.bitCount(prefix) == 1
                && Long.compareUnsigned(prefix, pageBytes) >= 0
                && start.value() % prefix == 0;
        return possible ? OptionalInt.of(Long.numberOfTrailingZeros(prefix)) : OptionalInt.empty();
    }

    /** Whether a heap at an address is reached without a base. */
    public boolean withoutBase(VirtAddr start) {
        return Long.compareUnsigned(start.value() + sizeBytes, encodingMax()) <= 0;
    }

    private static Window window(HeapMode mode, long lowest, long highest) {
        return new Window(mode, new VirtAddr(lowest), new VirtAddr(highest));
    }
}
