package dev.plumbline.inspector.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApportionTest {

    @Test
    void whatWasCountedIsGivenWhereItAddsUp() {
        assertThat(Apportion.exactly(7, new long[] {3, 0, 4}, new long[] {10, 10, 10}))
                .containsExactly(3, 0, 4);
    }

    @Test
    void whatWentIsTakenWhereMostWas() {
        assertThat(Apportion.exactly(5, new long[] {8, 2, 0}, new long[] {8, 8, 8}))
                .containsExactly(4, 1, 0);
    }

    @Test
    void whatCameGoesWhereRoomIs() {
        assertThat(Apportion.exactly(10, new long[] {4, 0}, new long[] {4, 12})).containsExactly(4, 6);
    }

    @Test
    void aFractionGoesToTheLargestRemainder() {
        assertThat(Apportion.exactly(1, new long[] {1, 2}, new long[] {9, 9})).containsExactly(0, 1);
    }

    @Test
    void withoutRoomAndWithoutCountsNothingIsLost() {
        assertThat(Apportion.exactly(3, new long[] {0, 0}, new long[] {0, 0})).containsExactly(3, 0);
    }

    @Test
    void terabytesDoNotOverflow() {
        long tera = 1L << 50;
        assertThat(Apportion.exactly(tera, new long[] {tera, tera}, new long[] {tera, tera}))
                .containsExactly(tera / 2, tera / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sharesAddUpAndStayWithinTheirRoom(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long[] room = random.longs(1 + random.nextInt(6), 0, 1000).toArray();
            long[] counts = Arrays.stream(room)
                    .map(r -> r == 0 ? 0 : random.nextLong(r + 1))
                    .toArray();
            long total = random.nextLong(Arrays.stream(room).sum() + 1);

            long[] shares = Apportion.exactly(total, counts, room);

            assertThat(Arrays.stream(shares).sum()).isEqualTo(total);
            for (int i = 0; i < shares.length; i++) {
                assertThat(shares[i]).isBetween(0L, room[i]);
            }
        }
    }
}
