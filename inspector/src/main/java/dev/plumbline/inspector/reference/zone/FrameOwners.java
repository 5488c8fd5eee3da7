package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which zone a frame belongs to. Spans of zones may overlap: nodes interleave, and memory onlined later may be put into
 * Movable between blocks of Normal (mm/memory_hotplug.c, default_zone_for_pfn). Where they do, a claim decides; where none
 * does, the zones concerned are undecided and nothing may be counted for them.
 */
public final class FrameOwners {

    private final List<Extent> extents;
    private final BitSet undecided;

    /**
     * A stretch of frames with one owner.
     *
     * @param startPfn the first frame
     * @param endPfn the first frame behind it
     * @param owner the index of its span
     */
    public record Extent(long startPfn, long endPfn, int owner) {}

    private FrameOwners(List<Extent> extents, BitSet undecided) {
        this.extents = List.copyOf(extents);
        this.undecided = undecided;
    }

    /**
     * Settles every frame. Claims matter only where spans overlap.
     *
     * @param spans the populated zones
     * @param blocks what memory blocks say of themselves; asked first
     * @param bootRanges the boot log's node ranges; memory that neither these nor the blocks know is a hole. If empty, what
     *     the blocks leave open stays open
     */
    public static FrameOwners settle(List<ZoneSpan> spans, List<MemoryClaim> blocks, List<MemoryClaim> bootRanges) {
        Settling settling = new Settling(spans, byStart(blocks), byStart(bootRanges));
        TreeSet<Long> bounds = new TreeSet<>();
        for (ZoneSpan span : spans) {
            bounds.add(span.startPfn());
            bounds.add(span.endPfn());
        }
        for (List<MemoryClaim> claims : List.of(blocks, bootRanges)) {
            for (MemoryClaim claim : claims) {
                bounds.add(claim.startPfn());
                bounds.add(claim.endPfn());
            }
        }
        long start = 0;
        for (long end : bounds) {
            if (start < end) {
                settling.stretch(start, end);
            }
            start = end;
        }
        return new FrameOwners(settling.extents, settling.undecided);
    }

    /** Whether every frame of the span has a known owner. */
    public boolean isDecided(int span) {
        return !undecided.get(span);
    }

    /** The stretches, ascending; frames in none of them belong to no zone, or nothing says to which. */
    public List<Extent> extents() {
        return extents;
    }

    private static NavigableMap<Long, MemoryClaim> byStart(List<MemoryClaim> claims) {
        NavigableMap<Long, MemoryClaim> byStart = new TreeMap<>();
        claims.forEach(claim -> byStart.put(claim.startPfn(), claim));
        return byStart;
    }

    /** The work of {@link #settle}; a stretch never crosses a bound of a span or a claim. */
    private record Settling(
            List<ZoneSpan> spans,
            NavigableMap<Long, MemoryClaim> blocks,
            NavigableMap<Long, MemoryClaim> bootRanges,
            List<Extent> extents,
            BitSet undecided) {

        Settling(
                List<ZoneSpan> spans,
                NavigableMap<Long, MemoryClaim> blocks,
                NavigableMap<Long, MemoryClaim> bootRanges) {
            this(spans, blocks, bootRanges, new ArrayList<>(), new BitSet());
        }

        void stretch(long start, long end) {
            BitSet candidates = new BitSet();
            for (int i = 0; i < spans.size(); i++) {
                if (spans.get(i).covers(start, end)) {
                    candidates.set(i);
                }
            }
            if (candidates.cardinality() > 1) {
                candidates = admitted(candidates, start, end);
            }
            if (candidates.cardinality() == 1) {
                append(new Extent(start, end, candidates.nextSetBit(0)));
            }
        }

        private BitSet admitted(BitSet candidates, long start, long end) {
            Optional<MemoryClaim> claim = covering(blocks, start, end).or(() -> covering(bootRanges, start, end));
            if (claim.isEmpty() && !bootRanges.isEmpty()) {
                return new BitSet();
            }
            BitSet admitted = new BitSet();
            claim.ifPresent(
                    c -> candidates.stream().filter(i -> c.admits(spans.get(i))).forEach(admitted::set));
            if (admitted.cardinality() != 1) {
                undecided.or(candidates);
            }
            return admitted;
        }

        private void append(Extent added) {
            Extent last = extents.isEmpty() ? new Extent(0, 0, -1) : extents.get(extents.size() - 1);
            if (last.endPfn == added.startPfn && last.owner == added.owner) {
                extents.set(extents.size() - 1, new Extent(last.startPfn, added.endPfn, last.owner));
            } else {
                extents.add(added);
            }
        }

        private static Optional<MemoryClaim> covering(NavigableMap<Long, MemoryClaim> claims, long start, long end) {
            return Optional.ofNullable(claims.floorEntry(start))
                    .map(Map.Entry::getValue)
                    .filter(claim -> claim.endPfn() >= end);
        }
    }
}
