package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedInputStreamTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16383, 16384, 16385, 99_999, 100_000})
    void upToTheLimitEverythingIsRead(int size) throws IOException {
        assertThat(BoundedInputStream.readAll(new ByteArrayInputStream(new byte[size]), 100_000))
                .hasSize(size);
    }

    @Test
    void oneByteMoreIsRefused() {
        assertThatThrownBy(() -> BoundedInputStream.readAll(new ByteArrayInputStream(new byte[100_001]), 100_000))
                .isInstanceOf(OverLimitException.class)
                .hasMessageContaining("100000");
    }

    @Test
    void aSourceWithoutEndIsLeftAtTheLimit() {
        Endless source = new Endless();
        assertThatThrownBy(() ->
                        new BoundedInputStream(source, 1 << 20).transferTo(java.io.OutputStream.nullOutputStream()))
                .isInstanceOf(OverLimitException.class);
        assertThat(source.delivered).isLessThan(2 << 20);
    }

    @Test
    void skippedAndSingleBytesCountToo() throws IOException {
        InputStream in = new BoundedInputStream(new ByteArrayInputStream(new byte[20]), 10);
        assertThat(in.skip(9)).isEqualTo(9);
        assertThat(in.read()).isZero();
        assertThatThrownBy(in::read).isInstanceOf(OverLimitException.class);
    }

    private static final class Endless extends InputStream {
        private long delivered;

        @Override
        public int read() {
            delivered++;
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            delivered += length;
            return length;
        }
    }
}
