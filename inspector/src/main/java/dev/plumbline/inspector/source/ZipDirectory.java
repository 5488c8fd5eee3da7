package dev.plumbline.inspector.source;

import dev.plumbline.bridge.KernelPath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Examines a ZIP file's central directory before the zip file system is let near it: its size, every entry's name, and
 * that no name occurs twice. Field offsets are those of PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16.
 */
final class ZipDirectory {

    /** The kernel files of ten thousand processes make about 25 MiB of central directory. */
    static final int LIMIT_BYTES = 48 << 20;

    static final int LIMIT_ENTRIES = 500_000;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ENCRYPTED = 1;
    private static final int LONGEST_COMMENT_BYTES = 0xffff;

    private final FileChannel channel;
    private final String name;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    private ZipDirectory(FileChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * Examines a file.
     *
     * @throws NotACaptureException if it is no ZIP file, is truncated, or holds an entry that no capture has
     * @throws IOException if it cannot be read
     */
    static void examine(Path zip) throws NotACaptureException, IOException {
        try (FileChannel channel = FileChannel.open(zip)) {
            new ZipDirectory(channel, zip.toString()).examine();
        }
    }

    private void examine() throws NotACaptureException, IOException {
        if (channel.size() == 0) {
            throw new NotACaptureException(name + " is empty, not a ZIP file");
        }
        long end = endRecord();
        ByteBuffer record = bytes(end, END_BYTES);
        long size = Integer.toUnsignedLong(record.getInt(12));
        long directoryEnd = end;
        if (saysZip64(record) && end >= END64_LOCATOR_BYTES) {
            ByteBuffer locator = bytes(end - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
            if (locator.getInt(0) == END64_LOCATOR_SIGNATURE) {
                directoryEnd = locator.getLong(8);
                size = end64Size(directoryEnd);
            }
        }
        if (size < 0 || size > directoryEnd) {
            throw damaged(
                    "its central directory of " + Long.toUnsignedString(size) + " bytes does not fit into the file");
        }
        if (size > LIMIT_BYTES) {
            throw damaged("its central directory has " + size + " bytes; at most " + LIMIT_BYTES + " are allowed");
        }
        examineEntries(bytes(directoryEnd - size, (int) size));
    }

    /** Section 4.4.1.4: a field that does not fit holds all ones, and the ZIP64 record holds its value. */
    private static boolean saysZip64(ByteBuffer end) {
        return end.getInt(12) == -1 || end.getInt(16) == -1 || end.getShort(10) == -1;
    }

    private long endRecord() throws NotACaptureException, IOException {
        int tailBytes = (int) Math.min(channel.size(), END_BYTES + LONGEST_COMMENT_BYTES);
        long tailStart = channel.size() - tailBytes;
        ByteBuffer tail = bytes(tailStart, tailBytes);
        for (int i = tailBytes - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END_SIGNATURE
                    && i + END_BYTES + Short.toUnsignedInt(tail.getShort(i + 20)) == tailBytes) {
                return tailStart + i;
            }
        }
        throw new NotACaptureException(
                name + " is not a ZIP file, or is truncated: no end-of-central-directory record in its "
                        + channel.size() + " bytes");
    }

    private long end64Size(long position) throws NotACaptureException, IOException {
        if (position < 0 || position > channel.size() - END64_BYTES) {
            throw damaged("its ZIP64 end record lies outside the file");
        }
        ByteBuffer record = bytes(position, END64_BYTES);
        if (record.getInt(0) != END64_SIGNATURE) {
            throw damaged("its ZIP64 end record is missing");
        }
        return record.getLong(40);
    }

    private void examineEntries(ByteBuffer directory) throws NotACaptureException {
        Set<String> seen = new HashSet<>();
        int at = 0;
        while (at < directory.limit()) {
            if (directory.limit() - at < ENTRY_BYTES || directory.getInt(at) != ENTRY_SIGNATURE) {
                throw damaged("its central directory is damaged at byte " + at);
            }
            int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
            int next = at
                    + ENTRY_BYTES
                    + nameBytes
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
            if (next > directory.limit()) {
                throw damaged("its central directory is damaged at byte " + at);
            }
            String entry = decode(directory.slice(at + ENTRY_BYTES, nameBytes));
            examineName(entry);
            if ((directory.getShort(at + 8) & ENCRYPTED) != 0) {
                throw damaged("entry \"" + entry + "\" is encrypted");
            }
            if (!seen.add(entry)) {
                throw damaged("entry \"" + entry + "\" occurs twice");
            }
            if (seen.size() > LIMIT_ENTRIES) {
                throw damaged("it has more than the " + LIMIT_ENTRIES + " entries allowed");
            }
            at = next;
        }
    }

    private String decode(ByteBuffer bytes) throws NotACaptureException {
        try {
            return utf8.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new NotACaptureException(name + " is refused: an entry's name is not UTF-8", e);
        }
    }

    private void examineName(String entry) throws NotACaptureException {
        String path = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
        Optional<String> objection = KernelPath.objection(path);
        if (objection.isPresent()) {
            throw damaged("entry \"" + printable(entry) + "\": " + objection.get());
        }
    }

    private static String printable(String entry) {
        String oneLine = entry.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() > 100 ? oneLine.substring(0, 100) + "…" : oneLine;
    }

    private NotACaptureException damaged(String what) {
        return new NotACaptureException(name + " is refused: " + what);
    }

    private ByteBuffer bytes(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, position + buffer.position());
            if (n < 0) {
                throw new EOFException(name + " became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
