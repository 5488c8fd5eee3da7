package dev.plumbline.inspector.observed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /proc/PID/auxv}: pairs of words, a type and a value, closed by {@code AT_NULL}. Nothing in the file says how wide
 * the words are and in which order their bytes come, but one reading alone has small types throughout and a closing pair
 * with nothing but zeros behind it.
 *
 * <p>Source: {@code auxv_read}, fs/proc/base.c: it counts in the kernel's words, so a 32-bit program on a 64-bit kernel may
 * have a further pair of zeros behind the closing one.
 */
public final class AuxvParser {

    /** Above every type that include/uapi/linux/auxvec.h and its architectures' additions define (the highest is 51). */
    private static final long TYPES_END = 1024;

    /** The kernel's array holds at most {@code AT_VECTOR_SIZE} words, less than 100. */
    private static final int MOST_BYTES = 4096;

    private static final int SMALLEST_PAIR_BYTES = 2 * Integer.BYTES;

    private static final List<Auxv.Layout> LAYOUTS = List.of(
            new Auxv.Layout(Long.BYTES, ByteOrder.LITTLE_ENDIAN),
            new Auxv.Layout(Integer.BYTES, ByteOrder.LITTLE_ENDIAN),
            new Auxv.Layout(Long.BYTES, ByteOrder.BIG_ENDIAN),
            new Auxv.Layout(Integer.BYTES, ByteOrder.BIG_ENDIAN));

    private static final String ALLOWED = "pairs of words with small types, AT_PAGESZ among them, closed by AT_NULL";

    private static final Auxv NO_ENTRIES = new Auxv(Map.of(), Optional.empty());

    private AuxvParser() {}

    /**
     * The entries; none, and no damage, for the empty file of a kernel thread and for the zeros of a process on its way through
     * execve(2).
     */
    public static Parsed<Auxv> parse(String path, byte[] bytes) {
        ParseNotes notes = new ParseNotes(path);
        if (bytes.length <= MOST_BYTES) {
            if (bytes.length % SMALLEST_PAIR_BYTES == 0 && onlyZeros(ByteBuffer.wrap(bytes))) {
                return notes.with(NO_ENTRIES);
            }
            for (Auxv.Layout layout : LAYOUTS) {
                Optional<Map<Long, Long>> entries = read(bytes, layout);
                if (entries.isPresent()) {
                    return notes.with(new Auxv(entries.get(), Optional.of(layout)));
                }
            }
        }
        notes.damage(0, bytes.length + " bytes that are no auxiliary vector, or a cut one", ALLOWED);
        return notes.with(NO_ENTRIES);
    }

    /** The entries, if the bytes are an auxiliary vector of that layout. */
    private static Optional<Map<Long, Long>> read(byte[] bytes, Auxv.Layout layout) {
        if (bytes.length % (2 * layout.wordBytes()) != 0) {
            return Optional.empty();
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(layout.byteOrder());
        Map<Long, Long> entries = new LinkedHashMap<>();
        while (words.hasRemaining()) {
            long type = word(words, layout);
            long value = word(words, layout);
            if (type == 0) {
                return value == 0 && onlyZeros(words) && entries.containsKey(Auxv.AT_PAGESZ)
                        ? Optional.of(Collections.unmodifiableMap(entries))
                        : Optional.empty();
            }
            if (Long.compareUnsigned(type, TYPES_END) >= 0) {
                return Optional.empty();
            }
            // AT_IGNOREPPC comes twice on powerpc; it has no meaning.
            entries.putIfAbsent(type, value);
        }
        return Optional.empty();
    }

    private static long word(ByteBuffer words, Auxv.Layout layout) {
        return layout.wordBytes() == Long.BYTES ? words.getLong() : Integer.toUnsignedLong(words.getInt());
    }

    private static boolean onlyZeros(ByteBuffer words) {
        while (words.hasRemaining()) {
            if (words.get() != 0) {
                return false;
            }
        }
        return true;
    }
}
