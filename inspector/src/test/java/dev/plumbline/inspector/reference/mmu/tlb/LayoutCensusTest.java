package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The census against sets of pages and spans. */
class LayoutCensusTest {

    private static final WalkShape SHAPE = WalkShape.of(12, 21, 30, 39);
    private static final List<Integer> SIZES = List.of(12, 16, 21, 30);

    private record Mapping(long start, long end, List<Long> resident, List<Long> swapped) {}

    @Test
    void countsWhatSetsCount() {
        long seed = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            Random random = new Random(seed + i);
            List<Mapping> mappings = draw(random);
            LayoutCensus census = new LayoutCensus(12, SIZES, SHAPE);
            for (Mapping m : mappings) {
                census.mapping(m.start, m.end);
                for (long page = m.start; page < m.end; page += 4096) {
                    if (m.resident.contains(page) || m.swapped.contains(page)) {
                        census.page(page, m.resident.contains(page));
                    }
                }
            }
            census.outcomes(SHAPE).forEach(o -> compare(o, mappings, "mappings " + mappings));
        }
    }

    @Test
    void boundsHoldWhatIsExact() {
        long seed = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            List<Mapping> mappings = draw(new Random(seed + i)).stream()
                    .map(m -> new Mapping(m.start, m.end, m.resident, List.of()))
                    .toList();
            LayoutCensus exact = new LayoutCensus(12, SIZES, SHAPE);
            LayoutCensus bounded = new LayoutCensus(12, SIZES, SHAPE);
            for (Mapping m : mappings) {
                exact.mapping(m.start, m.end);
                m.resident.stream().sorted().forEach(page -> exact.page(page, true));
                bounded.mapping(m.start, m.end);
                bounded.somewhere(m.resident.size() * 4096L, m.resident.size() * 4096L);
            }
            assertThat(bounded.residentBytes()).isEqualTo(exact.residentBytes());
            for (int s = 0; s < SIZES.size(); s++) {
                LayoutCensus.Outcome known = exact.outcomes(SHAPE).get(s);
                LayoutCensus.Outcome guess = bounded.outcomes(SHAPE).get(s);
                holds(guess.pages(), known.pages(), seed + i);
                holds(guess.entries(), known.entries(), seed + i);
                for (int level = 0; level < SHAPE.depth(); level++) {
                    holds(guess.tables().get(level), known.tables().get(level), seed + i);
                }
            }
        }
    }

    private static void holds(Bounds bounds, Bounds known, long seed) {
        assertThat(known.least()).as("seed %d", seed).isBetween(bounds.least(), bounds.most());
    }

    private static void compare(LayoutCensus.Outcome outcome, List<Mapping> mappings, String seed) {
        int shift = outcome.pageShift();
        long size = 1L << shift;
        Set<List<Long>> pages = new HashSet<>();
        Set<List<Long>> entries = new HashSet<>();
        long fitting = 0;
        for (int m = 0; m < mappings.size(); m++) {
            Mapping mapping = mappings.get(m);
            boolean fits = false;
            for (long block = mapping.start / size * size; block < mapping.end; block += size) {
                fits |= block >= mapping.start && block + size <= mapping.end;
            }
            fitting += fits ? 1 : 0;
            for (long page : mapping.resident) {
                long block = page / size * size;
                boolean whole = block >= mapping.start && block + size <= mapping.end;
                pages.add(List.of((long) m, block));
                entries.add(List.of((long) m, whole ? block : page, whole ? 1L : 0L));
            }
        }
        assertThat(outcome.pages()).as(seed).isEqualTo(Bounds.exactly(pages.size()));
        assertThat(outcome.entries()).as(seed).isEqualTo(Bounds.exactly(entries.size()));
        assertThat(outcome.fittingMappings()).as(seed).isEqualTo(fitting);
        for (int level = 0; level < SHAPE.depth() - 1; level++) {
            int spanShift = SHAPE.shifts().get(level + 1);
            Set<Long> spans = new HashSet<>();
            for (Mapping m : mappings) {
                m.resident.forEach(p -> spans.add(p >>> spanShift));
                m.swapped.forEach(p -> spans.add(p >>> spanShift));
            }
            long expected = level < SHAPE.leafLevel(shift) ? 0 : spans.size();
            assertThat(outcome.tables().get(level)).as(seed).isEqualTo(Bounds.exactly(expected));
        }
    }

    private static List<Mapping> draw(Random random) {
        List<Mapping> mappings = new ArrayList<>();
        long at = 0x400000;
        for (int i = 0; i < 8; i++) {
            at += 1L << (12 + random.nextInt(20));
            long pages = 1 + (long) random.nextInt(random.nextInt(4) == 0 ? 1200 : 40);
            List<Long> resident = new ArrayList<>();
            List<Long> swapped = new ArrayList<>();
            for (long page = 0; page < pages; page++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> resident.add(at + page * 4096);
                    case 2 -> swapped.add(at + page * 4096);
                    default -> {
                        // Nothing is mapped here.
                    }
                }
            }
            mappings.add(new Mapping(at, at + pages * 4096, resident, swapped));
            at += pages * 4096;
        }
        return mappings;
    }
}
