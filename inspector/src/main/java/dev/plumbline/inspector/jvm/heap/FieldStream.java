package dev.plumbline.inspector.jvm.heap;

import java.nio.ByteBuffer;

/**
 * Numbers as HotSpot compresses them since JDK 21: up to five bytes, of which each but the last has 6 bits and is 192 or more; zero
 * is no byte of a number, so that it ends the stream.
 *
 * <p>Source: UNSIGNED5, src/hotspot/share/utilities/unsigned5.hpp (jdk-21, jdk-25).
 */
final class FieldStream {

    private static final int EXCLUDED = 1;
    private static final int HIGH_BITS = 6;
    private static final int FIRST_HIGH = 256 - (1 << HIGH_BITS);
    private static final int MAX_BYTES = 5;

    private final ByteBuffer bytes;

    FieldStream(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Whether another number begins here. */
    boolean hasNext() {
        return bytes.hasRemaining() && bytes.get(bytes.position()) != 0;
    }

    /** The next number, unsigned; what a cut stream lacks is zero. */
    int next() {
        int sum = 0;
        for (int i = 0; i < MAX_BYTES && hasNext(); i++) {
            int next = bytes.get() & 0xff;
            sum += (next - EXCLUDED) << (i * HIGH_BITS);
            if (next < FIRST_HIGH) {
                break;
            }
        }
        return sum;
    }
}
