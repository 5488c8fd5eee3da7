package dev.plumbline.inspector.jvm.vmstructs;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A process's memory in the process's own words and byte order, kept by blocks of 4 KiB: what is near to what was read costs no
 * further call, and a block is of one instant, as far as a copy of a page is. What cannot be read is empty.
 */
public final class TargetMemory {

    private static final int BLOCK_BYTES = 4096;

    /** 64 MiB: more than the structures of any JVM that these readers visit; beyond it everything is unreadable. */
    private static final int MAX_BLOCKS = 1 << 14;

    private static final int MAX_STRING_BYTES = 512;

    private final ProcessMemory memory;
    private final int wordBytes;
    private final ByteOrder order;
    private final Map<Long, byte[]> blocks = new HashMap<>();

    /**
     * A view of a process.
     *
     * @param wordBytes the size of its pointers, 4 or 8
     * @param order its byte order
     */
    public TargetMemory(ProcessMemory memory, int wordBytes, ByteOrder order) {
        this.memory = memory;
        this.wordBytes = wordBytes;
        this.order = order;
    }

    /** The size of a pointer in bytes. */
    public int wordBytes() {
        return wordBytes;
    }

    /** The process's byte order. */
    public ByteOrder order() {
        return order;
    }

    /** Reads what lies in these pieces in as few calls as possible, to be asked for afterwards. */
    public void prefetch(List<MemoryPiece> pieces) {
        Set<Long> wanted = new LinkedHashSet<>();
        for (MemoryPiece piece : pieces) {
            long last = piece.address() + piece.lengthBytes() - 1;
            for (long b = piece.address() & -BLOCK_BYTES; piece.lengthBytes() > 0; b += BLOCK_BYTES) {
                if (!blocks.containsKey(b)) {
                    wanted.add(b);
                }
                if (b == (last & -BLOCK_BYTES) || blocks.size() + wanted.size() > MAX_BLOCKS) {
                    break;
                }
            }
        }
        List<Long> addresses = new ArrayList<>(wanted);
        List<NativeAnswer<byte[]>> answers = memory.readAll(
                addresses.stream().map(a -> new MemoryPiece(a, BLOCK_BYTES)).toList());
        for (int i = 0; i < addresses.size(); i++) {
            blocks.put(addresses.get(i), answers.get(i).answer().orElseGet(() -> new byte[0]));
        }
    }

    /**
     * Reads many small pieces that are far from each other, in as few calls as possible; nothing of it is kept.
     *
     * @return one answer a piece, in the order asked; empty where not all of it can be read
     */
    public List<Optional<ByteBuffer>> pieces(List<MemoryPiece> pieces) {
        List<NativeAnswer<byte[]>> answers = memory.readAll(pieces);
        List<Optional<ByteBuffer>> read = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            int wanted = pieces.get(i).lengthBytes();
            read.add(answers.get(i).answer().filter(b -> b.length == wanted).map(b -> ByteBuffer.wrap(b)
                    .order(order)));
        }
        return read;
    }

    /** Forgets what was read, so that it is read again. */
    public void forget() {
        blocks.clear();
    }

    /** So many bytes, all of them or none. */
    public Optional<byte[]> bytes(long address, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        int done = 0;
        while (done < lengthBytes) {
            long at = address + done;
            int inBlock = (int) (at & (BLOCK_BYTES - 1));
            byte[] block = block(at - inBlock, lengthBytes - done);
            int part = Math.min(block.length - inBlock, lengthBytes - done);
            if (part <= 0) {
                return Optional.empty();
            }
            System.arraycopy(block, inBlock, bytes, done, part);
            done += part;
        }
        return Optional.of(bytes);
    }

    /** So many bytes, to be taken apart in the process's byte order. */
    public Optional<ByteBuffer> buffer(long address, int lengthBytes) {
        return bytes(address, lengthBytes).map(b -> ByteBuffer.wrap(b).order(order));
    }

    /** A pointer or a {@code size_t}, unsigned. */
    public OptionalLong word(long address) {
        return buffer(address, wordBytes).map(b -> OptionalLong.of(word(b, 0))).orElseGet(OptionalLong::empty);
    }

    /** A pointer inside of bytes read earlier. */
    public long word(ByteBuffer bytes, int offset) {
        return wordBytes == Integer.BYTES ? bytes.getInt(offset) & 0xffffffffL : bytes.getLong(offset);
    }

    /** A 4-byte integer, signed. */
    public OptionalInt int32(long address) {
        return buffer(address, Integer.BYTES)
                .map(b -> OptionalInt.of(b.getInt()))
                .orElseGet(OptionalInt::empty);
    }

    /** A 2-byte integer, unsigned. */
    public OptionalInt uint16(long address) {
        return buffer(address, Short.BYTES)
                .map(b -> OptionalInt.of(b.getShort() & 0xffff))
                .orElseGet(OptionalInt::empty);
    }

    /** An 8-byte integer. */
    public OptionalLong int64(long address) {
        return buffer(address, Long.BYTES)
                .map(b -> OptionalLong.of(b.getLong()))
                .orElseGet(OptionalLong::empty);
    }

    /** A C string; empty where its end does not come within 512 bytes. */
    public Optional<String> string(long address) {
        int inBlock = (int) (address & (BLOCK_BYTES - 1));
        byte[] block = block(address - inBlock, 1);
        int end = endOfString(block, inBlock);
        return end < block.length
                ? Optional.of(new String(block, inBlock, end - inBlock, StandardCharsets.ISO_8859_1))
                : acrossBlocks(address);
    }

    /** Kept apart from what thousands of strings need, which a compiler then finds small. */
    private Optional<String> acrossBlocks(long address) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (text.size() < MAX_STRING_BYTES) {
            long at = address + text.size();
            int inBlock = (int) (at & (BLOCK_BYTES - 1));
            byte[] block = block(at - inBlock, 1);
            if (block.length <= inBlock) {
                return Optional.empty();
            }
            int end = endOfString(block, inBlock);
            text.write(block, inBlock, end - inBlock);
            if (end < block.length) {
                return Optional.of(text.toString(StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    /** Where the terminating zero stands; the block's length where none does. */
    private static int endOfString(byte[] block, int from) {
        int at = from;
        while (at < block.length && block[at] != 0) {
            at++;
        }
        return at;
    }

    private byte[] block(long start, int wantedBytes) {
        byte[] block = blocks.get(start);
        if (block == null && blocks.size() < MAX_BLOCKS) {
            prefetch(List.of(new MemoryPiece(start, Math.max(1, wantedBytes))));
            block = blocks.get(start);
        }
        return block == null ? new byte[0] : block;
    }
}
