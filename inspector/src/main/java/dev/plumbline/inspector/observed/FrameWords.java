package dev.plumbline.inspector.observed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/**
 * What was read of a file that has one 64-bit word a page frame, from frame 0 on.
 *
 * <p>Source: fs/proc/page.c. The files are as long as the highest frame number, rounded up to a memory section.
 *
 * @param frames how many frames the file describes
 * @param byteOrder the order in which the kernel wrote the words: its own
 */
public record FrameWords(long frames, ByteOrder byteOrder) {

    private static final int BLOCK_BYTES = 1 << 20;

    /**
     * Reads to the end of the stream in constant memory.
     *
     * @param path what messages call the file
     * @param order settles the byte order, being shown the first block, at most 1 MiB
     * @throws IOException if the stream fails
     */
    static Parsed<FrameWords> read(String path, InputStream in, Function<byte[], ByteOrder> order, FrameVisitor visitor)
            throws IOException {
        ParseNotes notes = new ParseNotes(path);
        byte[] bytes = in.readNBytes(BLOCK_BYTES);
        ByteOrder byteOrder = order.apply(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(byteOrder);
        long[] words = new long[bytes.length / Long.BYTES];
        int length = bytes.length;
        long pfn = 0;
        while (length > 0) {
            int count = length / Long.BYTES;
            buffer.rewind().asLongBuffer().get(words, 0, count);
            visitor.block(pfn, words, count);
            pfn += count;
            if (length % Long.BYTES != 0) {
                notes.damage(
                        0, length % Long.BYTES + " bytes behind frame " + pfn, "words of 8 bytes: the file was cut");
                break;
            }
            length = length < BLOCK_BYTES ? 0 : in.readNBytes(bytes, 0, bytes.length);
        }
        if (pfn == 0 && notes.undamaged()) {
            notes.damage(0, "an empty file", "a word for each frame");
        }
        return notes.with(new FrameWords(pfn, byteOrder));
    }

    /** The unknown and the damage of a reading, with what else was met. */
    static Parsed<FrameWords> withUnknown(Parsed<FrameWords> read, List<String> unknown) {
        return new Parsed<>(read.value(), unknown, read.damage());
    }
}
