package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A process's memory as it was read once, so that words of it can be changed and it can be read again. */
final class RecordedMemory implements ProcessMemory {

    private static final int BLOCK_BYTES = 4096;
    private final ProcessMemory source;
    private final Map<Long, byte[]> blocks;

    private RecordedMemory(ProcessMemory source, Map<Long, byte[]> blocks) {
        this.source = source;
        this.blocks = blocks;
    }

    /** Reads through, and remembers. */
    static RecordedMemory of(ProcessMemory source) {
        return new RecordedMemory(source, new TreeMap<>());
    }

    /** The same content, to be changed; what was never read cannot be read. */
    RecordedMemory copy() {
        Map<Long, byte[]> copied = new TreeMap<>();
        blocks.forEach((address, block) -> copied.put(address, block.clone()));
        return new RecordedMemory(
                (address, lengthBytes) -> new NativeAnswer.Refused<>("process_vm_readv", 14, "EFAULT"), copied);
    }

    /** The blocks that were read, by address. */
    Map<Long, byte[]> blocks() {
        return blocks;
    }

    void put(long address, long word) {
        byte[] block = blocks.get(address & -BLOCK_BYTES);
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putLong((int) (address & (BLOCK_BYTES - 1)), word);
    }

    @Override
    public NativeAnswer<byte[]> read(long address, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        for (int done = 0; done < lengthBytes; ) {
            long at = address + done;
            byte[] block = block(at & -BLOCK_BYTES);
            int inBlock = (int) (at & (BLOCK_BYTES - 1));
            int part = Math.min(block.length - inBlock, lengthBytes - done);
            if (part <= 0) {
                return done == 0
                        ? new NativeAnswer.Refused<>("process_vm_readv", 14, "EFAULT")
                        : new NativeAnswer.Value<>(Arrays.copyOf(bytes, done));
            }
            System.arraycopy(block, inBlock, bytes, done, part);
            done += part;
        }
        return new NativeAnswer.Value<>(bytes);
    }

    private byte[] block(long start) {
        byte[] known = blocks.get(start);
        if (known == null) {
            known = source.read(start, BLOCK_BYTES).answer().orElseGet(() -> new byte[0]);
            if (known.length > 0) {
                blocks.put(start, known);
            }
        }
        return known;
    }
}
