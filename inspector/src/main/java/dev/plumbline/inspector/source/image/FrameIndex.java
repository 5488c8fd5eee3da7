package dev.plumbline.inspector.source.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index of frames ({@code physmem.idx}) beside the file that holds them ({@code physmem.bin}): one line a frame, its physical
 * address in hex, its offset in the other file, and why it was kept. The index does not say how large a frame is. The offsets do:
 * frames fill the other file from its beginning without a gap, so that the second lies at a frame's size; a lone frame is the
 * whole file.
 */
final class FrameIndex {

    private static final String HEADER = "physical_address,offset,why";
    private static final Pattern LINE = Pattern.compile("0x([0-9a-fA-F]{1,16}),([0-9]{1,18})(,.*)?");
    private static final int LONGEST_LINE = 1 << 16;
    private static final int SMALLEST_FRAME = 1 << 12;
    private static final int LARGEST_FRAME = 1 << 16;

    private final Path index;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int line, long address, long offset) {}

    private FrameIndex(Path index) {
        this.index = index;
    }

    static boolean matches(ByteBuffer head) {
        byte[] start = new byte[Math.min(head.limit(), HEADER.length())];
        head.get(0, start);
        return new String(start, StandardCharsets.ISO_8859_1).equals(HEADER);
    }

    /** The index that belongs to a file of frames; empty where there is none. */
    static Optional<Path> besideFrames(Path frames) {
        String name = String.valueOf(frames.getFileName());
        if (!name.endsWith(".bin")) {
            return Optional.empty();
        }
        Path index = frames.resolveSibling(name.substring(0, name.length() - 4) + ".idx");
        return Files.isRegularFile(index) ? Optional.of(index) : Optional.empty();
    }

    /** The file of frames that belongs to an index. */
    static Path framesOf(Path index) {
        String name = String.valueOf(index.getFileName());
        String stem = name.endsWith(".idx") ? name.substring(0, name.length() - 4) : "physmem";
        return index.resolveSibling(stem + ".bin");
    }

    /** Reads the index into claims on the file of frames. */
    static Claims read(Path index, ImageFile frames) throws NotAnImageException {
        FrameIndex reader = new FrameIndex(index);
        reader.readRows();
        return reader.claims(frames);
    }

    private void readRows() throws NotAnImageException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(index))) {
            String header = line(in, 1);
            if (!HEADER.equals(header)) {
                throw damaged(1, String.valueOf(header), HEADER);
            }
            int line = 2;
            for (String text = line(in, line); text != null; text = line(in, ++line)) {
                rows.add(row(line, text));
            }
        } catch (NoSuchFileException e) {
            throw new NotAnImageException("no such index: " + index, e);
        } catch (IOException e) {
            throw new NotAnImageException(index + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Row row(int line, String text) throws NotAnImageException {
        Matcher fields = LINE.matcher(text);
        if (!fields.matches()) {
            throw damaged(line, text, "0x and a frame's address in hex, its offset in decimal, why it was kept");
        }
        if (rows.size() >= Claims.MOST) {
            throw damaged(line, text, "at most %d frames".formatted(Claims.MOST));
        }
        return new Row(line, Long.parseUnsignedLong(fields.group(1), 16), Long.parseLong(fields.group(2)));
    }

    private Claims claims(ImageFile frames) throws NotAnImageException {
        if (rows.isEmpty()) {
            throw new NotAnImageException(index + " names no frame");
        }
        long size = frameBytes(frames);
        Claims claims = new Claims(frames);
        Map<Long, Integer> lineOfAddress = new HashMap<>();
        for (Row row : rows) {
            if ((row.address & (size - 1)) != 0) {
                throw damaged(
                        row.line, "%#x".formatted(row.address), "a frame's address, a multiple of %d".formatted(size));
            }
            Integer before = lineOfAddress.put(row.address, row.line);
            if (before != null) {
                throw damaged(row.line, "%#x".formatted(row.address), "one line a frame, line %d is".formatted(before));
            }
            claims.add(row.address, row.address + (size - 1), row.offset);
        }
        return claims;
    }

    private long frameBytes(ImageFile frames) throws NotAnImageException {
        List<Row> byOffset = new ArrayList<>(rows);
        byOffset.sort((a, b) -> Long.compare(a.offset, b.offset));
        long size = rows.size() == 1 ? frames.sizeBytes() : byOffset.get(1).offset;
        if (Long.bitCount(size) != 1 || size < SMALLEST_FRAME || size > LARGEST_FRAME) {
            throw new NotAnImageException(
                    "%s: the first frame of %s would have %d bytes; allowed is a power of two from %d to %d"
                            .formatted(index, frames.path(), size, SMALLEST_FRAME, LARGEST_FRAME));
        }
        for (int i = 0; i < byOffset.size(); i++) {
            Row row = byOffset.get(i);
            if (row.offset != i * size) {
                throw damaged(
                        row.line,
                        "offset " + row.offset,
                        "offset %d, where a frame of %d bytes before it ends".formatted(i * size, size));
            }
        }
        return size;
    }

    private NotAnImageException damaged(int line, String found, String allowed) {
        String shown = found.length() <= 60 ? found : found.substring(0, 60) + "…";
        return new NotAnImageException("%s:%d: \"%s\"; allowed: %s".formatted(index, line, shown, allowed));
    }

    /** The next line without its end; null behind the last. */
    private @Nullable String line(InputStream in, int number) throws IOException, NotAnImageException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return text.isEmpty() ? null : text.toString();
            }
            if (text.length() == LONGEST_LINE) {
                throw damaged(number, text.toString(), "lines of at most %d characters".formatted(LONGEST_LINE));
            }
            text.append((char) c);
        }
        int end = text.length() - 1;
        return end >= 0 && text.charAt(end) == '\r' ? text.substring(0, end) : text.toString();
    }
}
