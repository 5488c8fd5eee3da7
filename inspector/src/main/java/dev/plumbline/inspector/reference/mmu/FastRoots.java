package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.PageTableFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the fast walker begins: one or two roots, each with the addresses that it translates. */
final class FastRoots {

    private static final int NONE = -1;

    private final long[] first;
    private final long[] size;
    private final long[] tables;
    private final LevelCode[] codes;
    private final int placeShift;
    private final int mostLevels;

    FastRoots(Regime regime) {
        List<RootSpan> spans = RootSpan.of(regime);
        // Where no root is enabled, there is no place either; any shift will do.
        placeShift = spans.stream()
                .mapToInt(span -> LevelCode.pieceSpanShift(span.root().format()))
                .min()
                .orElse(Integer.SIZE);
        mostLevels = spans.stream()
                .mapToInt(span -> span.root().format().levels().size())
                .max()
                .orElse(0);
        first = spans.stream().mapToLong(RootSpan::first).toArray();
        size = spans.stream().mapToLong(span -> span.last() - span.first()).toArray();
        tables = spans.stream().mapToLong(span -> span.root().table().value()).toArray();
        Map<PageTableFormat, LevelCode> formats = new HashMap<>();
        codes = spans.stream()
                .map(span -> formats.computeIfAbsent(
                        span.root().format(), format -> LevelCode.root(regime, format, placeShift)))
                .toArray(LevelCode[]::new);
    }

    /** log2 of the bytes of address space whose last entries surely stand in one piece of memory. */
    int placeShift() {
        return placeShift;
    }

    int mostLevels() {
        return mostLevels;
    }

    /** The root that translates an address, or a negative number. */
    int of(long address) {
        for (int i = 0; i < first.length; i++) {
            if (Long.compareUnsigned(address - first[i], size[i]) <= 0) {
                return i;
            }
        }
        return NONE;
    }

    LevelCode code(int root) {
        return codes[root];
    }

    long table(int root) {
        return tables[root];
    }
}
