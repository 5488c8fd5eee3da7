package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.SmapsVma;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts the frames of one process that are not RAM of a zone, by mapping and by what the physical address map has there.
 * A frame in the same range as the one before costs two comparisons.
 */
final class FrameTally {

    private final FrameMap map;
    private final List<Outside> outside = new ArrayList<>();
    private long regionStart;
    private long regionEnd;
    private long inRam;

    /** Frames outside RAM that one mapping shows in one range of the physical address map. */
    static final class Outside {
        private final SmapsVma vma;
        private final Optional<IomemRange> device;
        private final Optional<IomemRange> range;
        private final boolean undivided;
        private final long firstAddress;
        private final long firstPfn;
        private long frames;

        private Outside(SmapsVma vma, long firstAddress, long firstPfn, FrameMap map) {
            this.vma = vma;
            this.device = map.deviceMemoryOf(firstPfn);
            this.range = map.rangeOf(firstPfn);
            this.undivided = range.isPresent() && !map.isDivided(range.get());
            this.firstAddress = firstAddress;
            this.firstPfn = firstPfn;
        }

        private boolean takes(long pfn, FrameMap map) {
            return undivided
                    ? map.holds(range.orElseThrow(), pfn)
                    : map.rangeOf(pfn).equals(range);
        }

        /** The mapping. */
        SmapsVma vma() {
            return vma;
        }

        /** The range of driver memory (DAX, CXL) they lie in. */
        Optional<IomemRange> device() {
            return device;
        }

        /** The innermost range of the physical address map they lie in. */
        Optional<IomemRange> range() {
            return range;
        }

        /** Where the first is mapped. */
        long firstAddress() {
            return firstAddress;
        }

        /** The first. */
        long firstPfn() {
            return firstPfn;
        }

        /** How many there are. */
        long frames() {
            return frames;
        }
    }

    FrameTally(FrameMap map) {
        this.map = map;
    }

    /** Takes a frame that a mapping shows, {@code count} times. */
    void frame(SmapsVma vma, long address, long pfn, long count) {
        if (pfn >= regionStart && pfn < regionEnd) {
            inRam += count;
            return;
        }
        Optional<FrameMap.Region> region = map.regionOf(pfn);
        if (region.isPresent()) {
            regionStart = region.get().startPfn();
            regionEnd = region.get().endPfn();
            inRam += count;
            return;
        }
        Outside last = outside.isEmpty() ? null : outside.get(outside.size() - 1);
        if (last == null || last.vma().vma().line() != vma.vma().line() || !last.takes(pfn, map)) {
            last = new Outside(vma, address, pfn, map);
            outside.add(last);
        }
        last.frames += count;
    }

    /** Frames that are RAM of a zone. */
    long inRam() {
        return inRam;
    }

    /** The others, in order of their addresses. */
    List<Outside> outside() {
        return List.copyOf(outside);
    }

    /** Whether any frame was taken. */
    boolean isEmpty() {
        return inRam == 0 && outside.isEmpty();
    }
}
