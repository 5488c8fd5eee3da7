package dev.plumbline.inspector.unicorn;

import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/**
 * Memory behind the tables: every word of a frame is an instruction that loads the frame's number into a register, so that
 * a load and a fetch both tell which frame they reached.
 */
final class DataFrames {

    static final int FIRST_BYTE = 2 << 20;

    private final ByteBuffer ram;
    private final IntUnaryOperator word;

    DataFrames(ByteBuffer ram, IntUnaryOperator word) {
        this.ram = ram;
        this.word = word;
        for (int at = FIRST_BYTE; at < ram.limit(); at += Integer.BYTES) {
            restore(at);
        }
    }

    static boolean isData(long physical) {
        return Engine.isRam(physical) && Engine.index(physical) >= FIRST_BYTE;
    }

    private void restore(int at) {
        ram.putInt(at, word.applyAsInt(at >>> 12));
    }

    /**
     * Where a store went; the word is put back.
     *
     * @param expected looked at first
     */
    long findStored(long expected, int value) {
        if (isData(expected) && ram.getInt(Engine.index(expected)) == value) {
            restore(Engine.index(expected));
            return expected;
        }
        for (int at = 0; at < ram.limit(); at += Integer.BYTES) {
            if (ram.getInt(at) == value) {
                return Engine.RAM + at;
            }
        }
        throw new IllegalStateException("a store went nowhere");
    }
}
