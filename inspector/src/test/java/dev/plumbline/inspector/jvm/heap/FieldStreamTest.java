package dev.plumbline.inspector.jvm.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class FieldStreamTest {

    /** The largest numbers of one to four bytes, as unsigned5.hpp states them. */
    @Test
    void theLargestNumbersOfEachLength() {
        FieldStream stream = stream(191, 255, 191, 255, 255, 191, 255, 255, 255, 191);
        assertThat(stream.next()).isEqualTo(0xBE);
        assertThat(stream.next()).isEqualTo(0x307E);
        assertThat(stream.next()).isEqualTo(0xC207E);
        assertThat(stream.next()).isEqualTo(0x308207E);
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void smallNumbersAreABytePlusOne() {
        FieldStream stream = stream(1, 2, 43, 0, 7);
        assertThat(stream.next()).isZero();
        assertThat(stream.next()).isEqualTo(1);
        assertThat(stream.next()).isEqualTo(42);
        assertThat(stream.hasNext()).as("zero ends it").isFalse();
        assertThat(stream.next()).isZero();
    }

    @Test
    void aCutNumberEnds() {
        FieldStream stream = stream(255, 255);
        assertThat(stream.next()).isEqualTo(254 + 254 * 64);
        assertThat(stream.hasNext()).isFalse();
    }

    private static FieldStream stream(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length);
        for (int number : numbers) {
            bytes.put((byte) number);
        }
        return new FieldStream(bytes.flip());
    }
}
