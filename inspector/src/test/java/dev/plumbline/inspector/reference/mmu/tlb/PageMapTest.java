package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.reference.mmu.tlb.PageMap.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageMapTest {

    private static final int MAPS = 200;
    private static final int ADDRESSES = 2_000;
    private static final int ELSEWHERE_SHIFT = 14;

    /** Ranges with and without gaps, empty ones, some that no page boundary ends, low and high; asked near their edges. */
    @Test
    void findsWhatALookAtEachRangeFinds() {
        Random random = new Random(11);
        for (int m = 0; m < MAPS; m++) {
            List<Range> ranges = ranges(random);
            PageMap map = new PageMap(ranges, ELSEWHERE_SHIFT);
            for (int i = 0; i < ADDRESSES; i++) {
                long address = address(random, ranges);
                int expected = IntStream.range(0, ranges.size())
                        .filter(r -> Long.compareUnsigned(ranges.get(r).start(), address) <= 0
                                && Long.compareUnsigned(address, ranges.get(r).end()) < 0)
                        .map(r -> r + 1)
                        .findFirst()
                        .orElse(PageMap.ELSEWHERE);
                assertThat(map.indexOf(address)).as("%x in %s", address, ranges).isEqualTo(expected);
                assertThat(map.at(address))
                        .isEqualTo(
                                expected == PageMap.ELSEWHERE
                                        ? ELSEWHERE_SHIFT
                                        : ranges.get(expected - 1).pageShift());
            }
        }
    }

    private static List<Range> ranges(Random random) {
        List<Range> ranges = new ArrayList<>();
        long at = random.nextBoolean() ? 0 : 0x7fff_ffff_ff00_0000L;
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            at += random.nextInt(3) == 0 ? 0 : (long) random.nextInt(9) << 12;
            long end = at + ((long) random.nextInt(5) << 12) + (random.nextInt(10) == 0 ? random.nextInt(4096) : 0);
            ranges.add(new Range(at, end, 12 + random.nextInt(19), i));
            at = end;
        }
        if (random.nextBoolean()) {
            ranges.add(new Range(0xffff_ffff_ff60_0000L, -1L, 12, count));
        }
        return ranges;
    }

    private static long address(Random random, List<Range> ranges) {
        if (ranges.isEmpty() || random.nextInt(10) == 0) {
            return random.nextLong();
        }
        Range range = ranges.get(random.nextInt(ranges.size()));
        long edge = random.nextBoolean() ? range.start() : range.end();
        return edge + random.nextInt(3) - 1 + ((random.nextInt(5) - 2L) << 12);
    }

    @Test
    void refusesWhatDoesNotAscend() {
        List<Range> overlapping = List.of(new Range(0x1000, 0x3000, 12, 0), new Range(0x2000, 0x4000, 12, 1));
        assertThatThrownBy(() -> new PageMap(overlapping, 12)).hasMessage("ranges do not ascend at 2000");
        List<Range> reversed = List.of(new Range(0x3000, 0x1000, 12, 0));
        assertThatThrownBy(() -> new PageMap(reversed, 12)).hasMessage("ranges do not ascend at 3000");
    }
}
