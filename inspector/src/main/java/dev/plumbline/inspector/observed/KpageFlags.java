package dev.plumbline.inspector.observed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /proc/kpageflags}: a word of {@link KpageFlag}s for each page frame, in the byte order of the kernel that wrote it.
 *
 * <p>Source: {@code stable_page_flags}, fs/proc/page.c.
 */
public final class KpageFlags {

    /** Bits that no kernel has used, with a bit of room above the highest that one has. */
    private static final long UNUSED = -1L << 44;

    private KpageFlags() {}

    /**
     * Reads every frame's flags.
     *
     * @param path what messages call the file
     * @param in from frame 0
     * @param otherwise the byte order where the data itself does not tell
     * @throws IOException if the stream fails
     */
    public static Parsed<FrameWords> read(String path, InputStream in, ByteOrder otherwise, FrameVisitor visitor)
            throws IOException {
        long[] seen = {0};
        Parsed<FrameWords> read =
                FrameWords.read(path, in, start -> byteOrder(start).orElse(otherwise), (firstPfn, words, count) -> {
                    long any = 0;
                    for (int i = 0; i < count; i++) {
                        any |= words[i];
                    }
                    seen[0] |= any;
                    visitor.block(firstPfn, words, count);
                });
        return FrameWords.withUnknown(read, unknownBits(seen[0] & ~KpageFlag.known()));
    }

    /**
     * The byte order in which the words must have been written, judged from the beginning of the file: flags use the low 43
     * bits, and mostly the low 23, so that the wrong order puts bits where no kernel has any. Empty where no word tells.
     */
    public static Optional<ByteOrder> byteOrder(byte[] start) {
        ByteBuffer words = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        long little = 0;
        long big = 0;
        while (words.remaining() >= Long.BYTES) {
            long word = words.getLong();
            boolean fitsLittle = (word & UNUSED) == 0;
            boolean fitsBig = (Long.reverseBytes(word) & UNUSED) == 0;
            if (fitsLittle != fitsBig) {
                little += fitsLittle ? 1 : 0;
                big += fitsBig ? 1 : 0;
            }
        }
        if (little == big) {
            return Optional.empty();
        }
        return Optional.of(little > big ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private static List<String> unknownBits(long bits) {
        List<String> unknown = new ArrayList<>();
        for (long left = bits; left != 0; left &= left - 1) {
            unknown.add("bit " + Long.numberOfTrailingZeros(left));
        }
        return List.copyOf(unknown);
    }
}
