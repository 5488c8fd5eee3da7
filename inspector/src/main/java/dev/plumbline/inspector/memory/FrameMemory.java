package dev.plumbline.inspector.memory;

import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory in the heap, held frame by frame: what a capture's frame index names, or a machine that is simulated. It may be
 * written; not safe for several threads while it is.
 */
public final class FrameMemory implements PhysicalMemory {

    private final int frameShift;
    private final Map<Long, ByteBuffer> frames = new HashMap<>();

    /**
     * Memory that holds nothing.
     *
     * @param frameShift log2 of a frame's size, 12 to 16
     */
    public FrameMemory(int frameShift) {
        if (frameShift < 12 || frameShift > 16) {
            throw new IllegalArgumentException("frames of 2^" + frameShift + " bytes; allowed are 2^12 to 2^16");
        }
        this.frameShift = frameShift;
    }

    /** log2 of a frame's size. */
    public int frameShift() {
        return frameShift;
    }

    /** How many frames are held. */
    public int frames() {
        return frames.size();
    }

    /**
     * Holds a frame from now on, with these bytes; what it held before is replaced.
     *
     * @param bytes as many as a frame has; not copied
     * @throws IllegalArgumentException if the address is not a frame's or the bytes are more or fewer
     */
    public void put(PhysAddr frame, byte[] bytes) {
        if ((frame.value() & (1L << frameShift) - 1) != 0 || bytes.length != 1 << frameShift) {
            throw new IllegalArgumentException(
                    "%d bytes at %s; a frame has %d".formatted(bytes.length, frame, 1 << frameShift));
        }
        frames.put(frame.value() >>> frameShift, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * Writes a word; a frame that is not held yet is held from now on, zero elsewhere.
     *
     * @param address aligned to the word's size
     * @param bytes 4 or 8
     */
    public void store(PhysAddr address, int bytes, long value) {
        if ((bytes != 4 && bytes != 8) || (address.value() & (bytes - 1)) != 0) {
            throw new IllegalArgumentException("a word of " + bytes + " bytes at " + address);
        }
        ByteBuffer frame =
                frames.computeIfAbsent(address.value() >>> frameShift, f -> ByteBuffer.allocate(1 << frameShift)
                        .order(ByteOrder.LITTLE_ENDIAN));
        int index = (int) (address.value() & (1L << frameShift) - 1);
        if (bytes == 8) {
            frame.putLong(index, value);
        } else {
            frame.putInt(index, (int) value);
        }
    }

    @Override
    public Optional<Window> window(PhysAddr address) {
        ByteBuffer frame = frames.get(address.value() >>> frameShift);
        return frame == null
                ? Optional.empty()
                : Optional.of(new Window(new PhysAddr(address.value() & -(1L << frameShift)), frame));
    }
}
