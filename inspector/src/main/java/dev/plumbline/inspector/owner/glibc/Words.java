package dev.plumbline.inspector.owner.glibc;

import java.nio.ByteBuffer;

/** A copy of a stretch of a process's memory, read by the addresses it had there. */
final class Words {

    private final long base;
    private final ByteBuffer bytes;
    private final int wordBytes;

    Words(long base, byte[] bytes, WordFormat format) {
        this.base = base;
        this.bytes = ByteBuffer.wrap(bytes).order(format.byteOrder());
        this.wordBytes = format.wordBytes();
    }

    long base() {
        return base;
    }

    /** The first address behind the copy. */
    long end() {
        return base + bytes.capacity();
    }

    /** Whether the copy has so many bytes at an address. */
    boolean holds(long address, int length) {
        return Long.compareUnsigned(address - base, bytes.capacity()) < 0
                && address - base + length <= bytes.capacity();
    }

    /** A pointer or a size; zero where the copy does not hold it. */
    long word(long address) {
        if (!holds(address, wordBytes)) {
            return 0;
        }
        int at = (int) (address - base);
        return wordBytes == Long.BYTES ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }

    /** An int; zero where the copy does not hold it. */
    int number(long address) {
        return holds(address, Integer.BYTES) ? bytes.getInt((int) (address - base)) : 0;
    }
}
