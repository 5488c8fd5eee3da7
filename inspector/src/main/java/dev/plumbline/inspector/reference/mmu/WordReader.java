package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads words that stand close to each other without asking the memory for the window each time. */
final class WordReader {

    private final PhysicalMemory memory;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long start;

    WordReader(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** As {@link PhysicalMemory#word}. */
    OptionalLong read(long address, int size) {
        if (!inWindow(address, size)) {
            Optional<PhysicalMemory.Window> window = memory.window(new PhysAddr(address));
            if (window.isEmpty()) {
                return OptionalLong.empty();
            }
            bytes = window.get().bytes();
            start = window.get().start().value();
            if (!inWindow(address, size)) {
                return OptionalLong.empty();
            }
        }
        int index = (int) (address - start);
        return OptionalLong.of(size == 8 ? bytes.getLong(index) : Integer.toUnsignedLong(bytes.getInt(index)));
    }

    /** Whether a word is held and has this value. */
    boolean is(long value, long address, int size) {
        OptionalLong word = read(address, size);
        return word.isPresent() && word.getAsLong() == value;
    }

    private boolean inWindow(long address, int size) {
        long offset = address - start;
        return offset >= 0 && offset <= bytes.limit() - (long) size;
    }
}
