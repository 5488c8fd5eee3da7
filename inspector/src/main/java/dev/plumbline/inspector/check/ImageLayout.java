package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.FrameIndex;
import dev.plumbline.inspector.observed.FrameIndex.Row;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the frames of an image lie in its file. An index states where each frame begins and nowhere how long it is: that is
 * the machine's page, unless frames begin closer together than that.
 *
 * @param rows ascending by offset
 * @param frameShift log2 of a frame's bytes
 * @param whyUnusable why no size fits; empty where one does
 */
record ImageLayout(List<Row> rows, int frameShift, String whyUnusable) {

    private static final int LEAST_SHIFT = 12;
    private static final int MOST_SHIFT = 16;

    static ImageLayout of(FrameIndex index, OptionalInt pageKib) {
        List<Row> rows = index.rows().stream()
                .sorted(Comparator.comparingLong(Row::offset))
                .toList();
        long closest = 1L << MOST_SHIFT;
        int line = 0;
        for (int i = 1; i < rows.size(); i++) {
            long distance = rows.get(i).offset() - rows.get(i - 1).offset();
            if (distance > 0 && distance < closest) {
                closest = distance;
                line = rows.get(i).line();
            }
        }
        long page = pageKib.orElse(0) * 1024L;
        long size = page > 0 && closest >= page ? page : Math.min(closest, alignment(rows));
        int shift = Long.numberOfTrailingZeros(size);
        if (Long.bitCount(size) == 1 && shift >= LEAST_SHIFT && shift <= MOST_SHIFT) {
            return new ImageLayout(rows, shift, "");
        }
        String why = "line %d: frames begin %d bytes apart, which is no page size from 4K to 64K";
        return new ImageLayout(rows, LEAST_SHIFT, why.formatted(line, size));
    }

    /** Without the machine's word for it, no frame is taken for longer than what its address is aligned to. */
    private static long alignment(List<Row> rows) {
        long bits = 1L << MOST_SHIFT;
        for (Row row : rows) {
            long address = row.address().value();
            bits |= (address & ((1 << LEAST_SHIFT) - 1)) == 0 ? address : 0;
        }
        return Long.lowestOneBit(bits);
    }

    long heldBytes() {
        return (long) rows.size() << frameShift;
    }
}
