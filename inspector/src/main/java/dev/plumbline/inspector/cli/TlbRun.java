package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.mmu.tlb.PageMap;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.reference.mmu.tlb.TraceRun;
import java.util.Arrays;
import java.util.List;

/**
 * One way in which a trace was run.
 *
 * @param pages in words: {@code pages of 4K}, {@code pages as pid 4711 has them}
 * @param map the page sizes; range {@code i} of it has the index {@code i + 1}
 * @param ranges what the map was made of
 * @param elsewhereShift log2 of the page size outside of them
 * @param run the run
 */
record TlbRun(String pages, PageMap map, List<PageMap.Range> ranges, int elsewhereShift, TraceRun run) {

    /**
     * Sums of a run.
     *
     * @param references all
     * @param served by level, walks last
     */
    record Sum(long references, List<Long> served) {

        static Sum of(long... served) {
            return new Sum(
                    Arrays.stream(served).sum(), Arrays.stream(served).boxed().toList());
        }

        long walks() {
            return served.get(served.size() - 1);
        }

        Sum plus(Sum other) {
            long[] sums = new long[served.size()];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = served.get(i) + other.served.get(i);
            }
            return of(sums);
        }
    }

    int levels() {
        return run.tlb().levels();
    }

    /** Of a kind, everywhere. */
    Sum of(ReferenceKind kind) {
        long[] served = new long[levels() + 1];
        for (int level = 0; level <= levels(); level++) {
            served[level] = run.tlb().served(kind, level);
        }
        return Sum.of(served);
    }

    /** Of all kinds, everywhere. */
    Sum all() {
        Sum sum = Sum.of(new long[levels() + 1]);
        for (ReferenceKind kind : ReferenceKind.values()) {
            sum = sum.plus(of(kind));
        }
        return sum;
    }

    /** Of all kinds in one range. */
    Sum of(int range) {
        long[] served = new long[levels() + 1];
        for (ReferenceKind kind : ReferenceKind.values()) {
            for (int level = 0; level <= levels(); level++) {
                served[level] += run.served(range, kind, level);
            }
        }
        return Sum.of(served);
    }

    /** log2 of the page size of a range. */
    int pageShift(int range) {
        return range == PageMap.ELSEWHERE
                ? elsewhereShift
                : ranges.get(range - 1).pageShift();
    }
}
