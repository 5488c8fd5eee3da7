package dev.plumbline.inspector.memory;

import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A machine's physical memory, or the part of it that an image holds. What is not held is not zero: it is empty. Safe for
 * several threads unless an implementation says that it can be written.
 */
public interface PhysicalMemory {

    /**
     * A run of bytes that is held.
     *
     * @param start address of the first byte
     * @param bytes little-endian, position 0, read by absolute index alone; never written
     */
    record Window(PhysAddr start, ByteBuffer bytes) {

        /** How many bytes are held from an address inside the window to its end. */
        public long bytesFrom(PhysAddr address) {
            return start.value() + bytes.limit() - address.value();
        }

        /** Where an address inside the window stands in the buffer. */
        public int indexOf(PhysAddr address) {
            return (int) (address.value() - start.value());
        }
    }

    /** A run of held bytes that includes the one at the address; empty where that is not held. */
    Optional<Window> window(PhysAddr address);

    /**
     * A little-endian word, zero-extended; empty where a byte of it is not held.
     *
     * @param address aligned to the word's size
     * @param bytes 4 or 8
     * @throws IllegalArgumentException for another size, or an address that is not aligned
     */
    default OptionalLong word(PhysAddr address, int bytes) {
        if ((bytes != 4 && bytes != 8) || (address.value() & (bytes - 1)) != 0) {
            throw new IllegalArgumentException("a word of " + bytes + " bytes at " + address);
        }
        Optional<Window> found = window(address);
        if (found.isEmpty() || found.get().bytesFrom(address) < bytes) {
            return OptionalLong.empty();
        }
        Window window = found.get();
        int index = window.indexOf(address);
        return OptionalLong.of(
                bytes == 8
                        ? window.bytes().getLong(index)
                        : Integer.toUnsignedLong(window.bytes().getInt(index)));
    }
}
