package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/** The first 64 KiB of a machine's memory and nothing else, quick to change and to read: for millions of walks. */
final class LowMemory implements PhysicalMemory {

    private static final int SIZE_BYTES = 1 << 16;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    void store(PhysAddr address, int size, long value) {
        if (size == Long.BYTES) {
            bytes.putLong((int) address.value(), value);
        } else {
            bytes.putInt((int) address.value(), (int) value);
        }
    }

    @Override
    public Optional<Window> window(PhysAddr address) {
        return address.value() >>> 16 == 0 ? Optional.of(new Window(new PhysAddr(0), bytes)) : Optional.empty();
    }

    @Override
    public OptionalLong word(PhysAddr address, int size) {
        if (address.value() >>> 16 != 0) {
            return OptionalLong.empty();
        }
        int at = (int) address.value();
        return OptionalLong.of(size == Long.BYTES ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at)));
    }
}
