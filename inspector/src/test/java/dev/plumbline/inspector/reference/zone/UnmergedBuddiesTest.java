package dev.plumbline.inspector.reference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders 0 to 4, pageblocks of order 2: blocks of order 3 and 4 may lie unmerged. */
class UnmergedBuddiesTest {

    private static final int PAGEBLOCK_ORDER = 2;
    private static final List<Long> MERGED = List.of(5L, 4L, 3L, 2L, 6L);

    @Test
    void oneSplitAtTheTop() {
        UnmergedBuddies apart = UnmergedBuddies.between(MERGED, List.of(5L, 4L, 3L, 4L, 5L), PAGEBLOCK_ORDER)
                .orElseThrow();

        assertThat(apart.total()).isEqualTo(1);
        assertThat(apart.orders()).containsExactly(3, 4);
        assertThat(apart.surplus(3)).isEqualTo(2);
        assertThat(apart.surplus(4)).isEqualTo(-1);
    }

    @Test
    void aSplitHalfMayBeSplitAgain() {
        UnmergedBuddies apart = UnmergedBuddies.between(MERGED, List.of(5L, 4L, 5L, 3L, 5L), PAGEBLOCK_ORDER)
                .orElseThrow();

        assertThat(apart.splitsByOrder()).containsExactly(0L, 0L, 0L, 1L, 1L);
        assertThat(apart.orders()).containsExactly(2, 3, 4);
    }

    @Test
    void belowPageblockOrderNothingStaysApart() {
        assertThat(UnmergedBuddies.between(MERGED, List.of(5L, 6L, 2L, 2L, 6L), PAGEBLOCK_ORDER))
                .isEmpty();
        assertThat(UnmergedBuddies.between(MERGED, List.of(7L, 3L, 3L, 2L, 6L), PAGEBLOCK_ORDER))
                .isEmpty();
    }

    @Test
    void aCountThatIsOffByOneIsNoSplit() {
        for (int order = PAGEBLOCK_ORDER; order < MERGED.size(); order++) {
            for (long change : List.of(-1L, 1L)) {
                List<Long> listed = new ArrayList<>(MERGED);
                listed.set(order, listed.get(order) + change);

                assertThat(UnmergedBuddies.between(MERGED, listed, PAGEBLOCK_ORDER))
                        .as("order %d changed by %d", order, change)
                        .isEmpty();
            }
        }
    }

    @Test
    void lowerOrdersMayDifferForReasonsOfTheirOwn() {
        UnmergedBuddies apart = UnmergedBuddies.between(MERGED, List.of(9L, 1L, 3L, 4L, 5L), PAGEBLOCK_ORDER)
                .orElseThrow();

        assertThat(apart.orders()).containsExactly(3, 4);
    }

    @Test
    void equalListsNeedNoSplit() {
        assertThat(UnmergedBuddies.between(MERGED, MERGED, PAGEBLOCK_ORDER)).isEmpty();
    }
}
