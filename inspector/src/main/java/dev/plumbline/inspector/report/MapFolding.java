package dev.plumbline.inspector.report;

import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts one line in place of many: for the segments of an image, which lie side by side, and for what is repeated, as guard and
 * stack of two thousand threads.
 */
final class MapFolding {

    private static final int LONGEST_PERIOD = 4;
    private static final int FEWEST_TIMES = 4;

    private final List<OwnedRange> ranges;
    private final List<String> likeness;

    private MapFolding(List<OwnedRange> ranges) {
        this.ranges = ranges;
        this.likeness = ranges.stream().map(MapFolding::likeness).toList();
    }

    /** The ranges in their order, folded. */
    static List<MapRow> of(List<OwnedRange> ranges) {
        return new MapFolding(ranges).fold();
    }

    /** The ranges in their order, each for itself. */
    static List<MapRow> none(List<OwnedRange> ranges) {
        return ranges.stream().map(r -> new MapRow(List.of(r), 1)).toList();
    }

    private List<MapRow> fold() {
        List<MapRow> rows = new ArrayList<>();
        for (int at = 0;
                at < ranges.size();
                at += rows.get(rows.size() - 1).ranges().size()) {
            rows.add(from(at));
        }
        return rows;
    }

    /** The longest repetition that begins here, by the shortest period; else the image of which this is a segment. */
    private MapRow from(int from) {
        int longest = 0;
        int itsPeriod = 0;
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int end = from + period;
            while (end < ranges.size() && likeness.get(end).equals(likeness.get(end - period))) {
                end++;
            }
            int times = (end - from) / period;
            if (times >= FEWEST_TIMES && times * period > longest) {
                longest = times * period;
                itsPeriod = period;
            }
        }
        return longest > 0 ? new MapRow(ranges.subList(from, from + longest), itsPeriod) : image(from);
    }

    /** The segments of one image that follow each other without a gap. */
    private MapRow image(int from) {
        int end = from + 1;
        while (end < ranges.size() && sameImage(ranges.get(end - 1), ranges.get(end))) {
            end++;
        }
        return new MapRow(ranges.subList(from, end), end - from);
    }

    private static boolean sameImage(OwnedRange a, OwnedRange b) {
        return (a.owner() == Owner.LIBRARY || a.owner() == Owner.EXECUTABLE)
                && a.owner() == b.owner()
                && a.range().end().equals(b.range().start())
                && imageName(a).equals(imageName(b));
    }

    /** What two ranges must have in common to be one line. */
    private static String likeness(OwnedRange range) {
        return switch (range.owner()) {
            case THREAD_STACK, GUARD, MALLOC_ARENA, MALLOC_MMAPPED, DIRECT_BUFFER, ANONYMOUS, UNKNOWN ->
                range.owner() + " " + range.permissions();
            case MAPPED_FILE -> range.owner() + " " + range.permissions() + " " + folder(range.label());
            default -> range.owner() + " " + range.permissions() + " " + range.label();
        };
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** An image's label without the segment's name at its end. */
    static String imageName(OwnedRange range) {
        int blank = range.label().lastIndexOf(' ');
        return blank < 0 ? range.label() : range.label().substring(0, blank);
    }

    /** The segment's name at the end of an image's label. */
    static String segmentName(OwnedRange range) {
        return range.label().substring(range.label().lastIndexOf(' ') + 1);
    }
}
