package dev.plumbline.inspector.reference.zone.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.Test;

/** The oracle is every free list there can be in a small zone. */
class PossibleIndicesTest {

    private static final int ORDERS = 4;
    private static final int MOST_PAGES = 40;
    private static final long SEED = 20_261_123;

    private final List<FreeBlocks> all = every();

    @Test
    void aLineIsPossibleIfSomeFreeListGivesIt() {
        Set<List<Integer>> unusable = lines(UnusableIndex::of);
        Set<List<Integer>> fragmentation = lines(FragmentationIndex::of);

        assertThat(unusable).hasSizeGreaterThan(1000).allMatch(line -> PossibleUnusable.is(line, MOST_PAGES, -1));
        assertThat(fragmentation)
                .hasSizeGreaterThan(50)
                .allMatch(line -> PossibleFragmentation.is(line, MOST_PAGES, -1));
    }

    @Test
    void aLineWithOneIndexChangedIsPossibleOnlyIfSomeFreeListGivesIt() {
        Set<List<Integer>> unusable = lines(UnusableIndex::of);
        Set<List<Integer>> fragmentation = lines(FragmentationIndex::of);
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            FreeBlocks free = all.get(random.nextInt(all.size()));
            List<Integer> line = changed(line(free, UnusableIndex::of), random);
            assertThat(PossibleUnusable.is(line, MOST_PAGES, -1))
                    .as("seed %d: unusable %s", SEED, line)
                    .isEqualTo(unusable.contains(line));
            List<Integer> other = changed(line(free, FragmentationIndex::of), random);
            assertThat(PossibleFragmentation.is(other, MOST_PAGES, -1))
                    .as("seed %d: fragmentation %s", SEED, other)
                    .isEqualTo(fragmentation.contains(other));
            refused += unusable.contains(line) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void theIndexThatSpoilsALineIsTheOneWithoutWhichItIsPossible() {
        // one block of 1, one of 2, two of 4, two of 8: 27 pages, of which 1, 3 and 11 lie below orders 1, 2 and 3
        List<Integer> spoilt = List.of(0, 900, 111, 407);

        assertThat(PossibleUnusable.is(spoilt, MOST_PAGES, -1)).isFalse();
        assertThat(PossibleUnusable.is(spoilt, MOST_PAGES, 1)).isTrue();
        assertThat(PossibleUnusable.is(spoilt, MOST_PAGES, 3)).isFalse();
        List<Integer> gap = List.of(-1000, -1000, 500, -1000);
        assertThat(PossibleFragmentation.is(gap, MOST_PAGES, -1)).isFalse();
        assertThat(PossibleFragmentation.is(gap, MOST_PAGES, 2)).isTrue();
        assertThat(PossibleFragmentation.is(gap, MOST_PAGES, 0)).isFalse();
    }

    private static List<Integer> changed(List<Integer> line, Random random) {
        List<Integer> changed = new ArrayList<>(line);
        int order = random.nextInt(ORDERS);
        changed.set(
                order, random.nextBoolean() ? line.get(order) + random.nextInt(5) - 2 : random.nextInt(2001) - 1000);
        return List.copyOf(changed);
    }

    private Set<List<Integer>> lines(ToIntBiFunction<FreeBlocks, Integer> index) {
        Set<List<Integer>> lines = new HashSet<>();
        all.forEach(free -> lines.add(line(free, index)));
        return lines;
    }

    private static List<Integer> line(FreeBlocks free, ToIntBiFunction<FreeBlocks, Integer> index) {
        List<Integer> line = new ArrayList<>();
        for (int order = 0; order < ORDERS; order++) {
            line.add(index.applyAsInt(free, order));
        }
        return List.copyOf(line);
    }

    private static List<FreeBlocks> every() {
        List<FreeBlocks> every = new ArrayList<>();
        for (long ones = 0; ones <= MOST_PAGES; ones++) {
            for (long twos = 0; ones + 2 * twos <= MOST_PAGES; twos++) {
                for (long fours = 0; ones + 2 * twos + 4 * fours <= MOST_PAGES; fours++) {
                    for (long eights = 0; ones + 2 * twos + 4 * fours + 8 * eights <= MOST_PAGES; eights++) {
                        every.add(new FreeBlocks(List.of(ones, twos, fours, eights)));
                    }
                }
            }
        }
        return every;
    }
}
