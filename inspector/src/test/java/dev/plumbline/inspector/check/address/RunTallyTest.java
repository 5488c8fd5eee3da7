package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Runs and blocks of random layouts, against a second reckoning that looks at every page's neighbours by itself. */
class RunTallyTest {

    private static final int LAYOUTS = 3000;
    private static final int PAGES = 400;

    @Test
    void runsAndBlocksAreThoseOfANaiveCount() {
        Random random = new Random(20260101);
        for (int layout = 0; layout < LAYOUTS; layout++) {
            SortedMap<Long, Long> pages = layout(random);
            RunTally tally = new RunTally();
            pages.forEach(tally::page);
            tally.close();

            List<List<Long>> runs = runs(pages);
            String seed = "layout " + layout;
            assertThat(counts(tally.runs())).as(seed).isEqualTo(counts(runs));
            assertThat(counts(tally.blocks())).as(seed).isEqualTo(counts(blocks(runs, pages)));
            assertThat(tally.longest().pages())
                    .as(seed)
                    .isEqualTo(runs.stream().mapToInt(List::size).max().orElse(0));
            assertThat(tally.runs().pages()).as(seed).isEqualTo(pages.size());
            assertThat(tally.blocks().pages()).as(seed).isEqualTo(pages.size());
        }
    }

    @Test
    void aRunThatIsNotAlignedAlikeHasSmallBlocksOnly() {
        RunTally tally = new RunTally();
        for (int i = 0; i < 512; i++) {
            tally.page(0x1000 + i, 0x5001 + i);
        }
        tally.close();

        assertThat(tally.runs().count(9)).isEqualTo(1);
        assertThat(tally.blocks().orders()).isEqualTo(1);
        assertThat(tally.blocks().count(0)).isEqualTo(512);
    }

    /** Stretches of random length and alignment, some of them one after the other, some apart. */
    private static SortedMap<Long, Long> layout(Random random) {
        SortedMap<Long, Long> pages = new TreeMap<>();
        long page = random.nextInt(64);
        long pfn = 1L + random.nextInt(1 << 20);
        while (pages.size() < PAGES && page < 4 * PAGES) {
            int length = 1 + (random.nextBoolean() ? random.nextInt(4) : random.nextInt(130));
            for (int i = 0; i < length; i++) {
                pages.put(page++, pfn++);
            }
            page += random.nextInt(3) == 0 ? 0 : random.nextInt(40);
            pfn = random.nextInt(3) == 0 ? pfn : 1L + random.nextInt(1 << 20);
            if (random.nextInt(4) == 0) {
                pfn = (pfn & -64) + (page & 63) + 64;
            }
        }
        return pages;
    }

    private static List<List<Long>> runs(SortedMap<Long, Long> pages) {
        List<List<Long>> runs = new ArrayList<>();
        for (Map.Entry<Long, Long> page : pages.entrySet()) {
            Long before = pages.get(page.getKey() - 1);
            if (before == null || before + 1 != page.getValue()) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(page.getKey());
        }
        return runs;
    }

    /** Of each run's first page, the largest power of two that both numbers are multiples of and that fits; then the rest. */
    private static List<List<Long>> blocks(List<List<Long>> runs, SortedMap<Long, Long> pages) {
        List<List<Long>> blocks = new ArrayList<>();
        for (List<Long> run : runs) {
            List<Long> rest = run;
            while (!rest.isEmpty()) {
                long page = rest.get(0);
                long pfn = pages.getOrDefault(page, 0L);
                int size = 1;
                while (size <= rest.size() / 2 && page % (2L * size) == 0 && pfn % (2L * size) == 0) {
                    size *= 2;
                }
                blocks.add(rest.subList(0, size));
                rest = rest.subList(size, rest.size());
            }
        }
        return blocks;
    }

    private static Map<Integer, Long> counts(List<List<Long>> stretches) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (List<Long> stretch : stretches) {
            int order = 0;
            while (1 << (order + 1) <= stretch.size()) {
                order++;
            }
            counts.merge(order, 1L, Long::sum);
        }
        return counts;
    }

    private static Map<Integer, Long> counts(OrderHistogram histogram) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int order = 0; order < histogram.orders(); order++) {
            if (histogram.count(order) > 0) {
                counts.put(order, histogram.count(order));
            }
        }
        return counts;
    }
}
