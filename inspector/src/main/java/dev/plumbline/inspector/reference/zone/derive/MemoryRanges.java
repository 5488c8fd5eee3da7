package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** RAM as disjoint, ascending ranges of bytes: what memblock.memory is. */
final class MemoryRanges {

    private MemoryRanges() {}

    /** Sorted; what touches or overlaps becomes one (memblock_add_range, mm/memblock.c). */
    static List<RamRange> merged(List<RamRange> ranges) {
        List<RamRange> merged = new ArrayList<>();
        for (RamRange range : sorted(ranges)) {
            RamRange last = merged.isEmpty() ? RamRange.ram(0, 0) : merged.get(merged.size() - 1);
            if (!merged.isEmpty() && range.startBytes() <= last.endBytes()) {
                merged.set(
                        merged.size() - 1,
                        RamRange.ram(last.startBytes(), Math.max(last.endBytes(), range.endBytes())));
            } else if (range.sizeBytes() > 0) {
                merged.add(RamRange.ram(range.startBytes(), range.endBytes()));
            }
        }
        return merged;
    }

    /** Whole pages of each range: memblock_trim_memory, mm/memblock.c. */
    static List<RamRange> wholePages(List<RamRange> ranges, long pageBytes) {
        List<RamRange> whole = new ArrayList<>();
        for (RamRange range : ranges) {
            long start = (range.startBytes() + pageBytes - 1) / pageBytes * pageBytes;
            long end = range.endBytes() / pageBytes * pageBytes;
            if (start < end) {
                whole.add(RamRange.ram(start, end));
            }
        }
        return whole;
    }

    /** What is left of ranges without one range of addresses. */
    static List<RamRange> without(List<RamRange> ranges, long startBytes, long endBytes) {
        List<RamRange> left = new ArrayList<>();
        for (RamRange range : ranges) {
            if (range.endBytes() <= startBytes || endBytes <= range.startBytes()) {
                left.add(range);
                continue;
            }
            if (range.startBytes() < startBytes) {
                left.add(new RamRange(range.startBytes(), startBytes, range.kind()));
            }
            if (endBytes < range.endBytes()) {
                left.add(new RamRange(endBytes, range.endBytes(), range.kind()));
            }
        }
        return left;
    }

    /** The lowest ranges up to an amount: memblock_enforce_memory_limit, mm/memblock.c. */
    static List<RamRange> firstBytes(List<RamRange> ranges, long limitBytes) {
        List<RamRange> kept = new ArrayList<>();
        long left = limitBytes;
        for (RamRange range : merged(ranges)) {
            long size = Math.min(left, range.sizeBytes());
            if (size > 0) {
                kept.add(RamRange.ram(range.startBytes(), range.startBytes() + size));
            }
            left -= size;
        }
        return kept;
    }

    static long startBytes(List<RamRange> ranges) {
        return ranges.stream().mapToLong(RamRange::startBytes).min().orElse(0);
    }

    static long endBytes(List<RamRange> ranges) {
        return ranges.stream().mapToLong(RamRange::endBytes).max().orElse(0);
    }

    private static List<RamRange> sorted(List<RamRange> ranges) {
        return ranges.stream()
                .sorted(Comparator.comparingLong(RamRange::startBytes))
                .toList();
    }
}
