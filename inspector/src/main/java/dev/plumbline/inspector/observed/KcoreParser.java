package dev.plumbline.inspector.observed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the beginning of /proc/kcore.
 *
 * <p>Source: fs/proc/kcore.c, read_kcore_iter; the ELF specification. Of the file only the first 64 KiB are at hand:
 * headers or notes beyond them are named among the unknown; fewer bytes with a header or note cut are damage.
 */
public final class KcoreParser {

    /** A reader takes the file's first 64 KiB; a program header has 56 bytes and a machine some dozen of them. */
    private static final int MAX_BYTES = 1 << 16;

    private static final int EI_CLASS = 4;
    private static final int EI_DATA = 5;
    private static final int EI_NIDENT = 16;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int NOTE_HEADER = 12;
    private static final String VMCOREINFO = "VMCOREINFO";

    private final ByteBuffer elf;
    private final boolean wide;
    private final ParseNotes notes;
    private final List<KcoreSegment> segments = new ArrayList<>();
    private Optional<VmcoreInfo> vmcoreInfo = Optional.empty();

    private KcoreParser(ByteBuffer elf, boolean wide, ParseNotes notes) {
        this.elf = elf;
        this.wide = wide;
        this.notes = notes;
    }

    /** Reads the file's first bytes. */
    public static Parsed<KcoreHeaders> parse(String path, byte[] bytes) {
        ParseNotes notes = new ParseNotes(path);
        boolean isElf = bytes.length >= EI_NIDENT
                && bytes[0] == 0x7f
                && bytes[1] == 'E'
                && bytes[2] == 'L'
                && bytes[3] == 'F'
                && isOneOrTwo(bytes[EI_CLASS])
                && isOneOrTwo(bytes[EI_DATA]);
        boolean wide = isElf && bytes[EI_CLASS] == 2;
        ByteOrder order = isElf && bytes[EI_DATA] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (!isElf || bytes.length < (wide ? 64 : 52)) {
            notes.damage(0, bytes.length + " bytes without an ELF header", "an ELF core file");
            return notes.with(new KcoreHeaders(wide ? 64 : 32, order, 0, List.of(), Optional.empty()));
        }
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(order);
        KcoreParser parser = new KcoreParser(elf, wide, notes);
        parser.programHeaders();
        int machine = Short.toUnsignedInt(elf.getShort(18));
        return notes.with(new KcoreHeaders(wide ? 64 : 32, order, machine, parser.segments, parser.vmcoreInfo));
    }

    private void programHeaders() {
        long tableOffset = wide ? elf.getLong(32) : Integer.toUnsignedLong(elf.getInt(28));
        int entrySize = Short.toUnsignedInt(elf.getShort(wide ? 54 : 42));
        int count = Short.toUnsignedInt(elf.getShort(wide ? 56 : 44));
        int expectedSize = wide ? 56 : 32;
        if (entrySize != expectedSize || count == 0) {
            notes.damage(
                    0, count + " program headers of " + entrySize + " bytes", "some of " + expectedSize + " bytes");
            return;
        }
        for (int i = 0; i < count; i++) {
            long at = tableOffset + (long) i * entrySize;
            if (!isInside(at, entrySize)) {
                beyond("program header %d of %d behind the last of %d bytes".formatted(i, count, elf.capacity()));
                return;
            }
            programHeader((int) at, i);
        }
    }

    private void programHeader(int at, int index) {
        int type = elf.getInt(at);
        long offset = wide ? elf.getLong(at + 8) : Integer.toUnsignedLong(elf.getInt(at + 4));
        long virtual = wide ? elf.getLong(at + 16) : Integer.toUnsignedLong(elf.getInt(at + 8));
        long physical = wide ? elf.getLong(at + 24) : Integer.toUnsignedLong(elf.getInt(at + 12));
        long fileSize = wide ? elf.getLong(at + 32) : Integer.toUnsignedLong(elf.getInt(at + 16));
        long memorySize = wide ? elf.getLong(at + 40) : Integer.toUnsignedLong(elf.getInt(at + 20));
        if (type == PT_LOAD) {
            boolean nowhere = physical == (wide ? -1L : 0xffffffffL);
            OptionalLong physicalAddress = nowhere ? OptionalLong.empty() : OptionalLong.of(physical);
            segments.add(new KcoreSegment(virtual, memorySize, offset, physicalAddress, index));
        } else if (type == PT_NOTE) {
            notes(offset, fileSize);
        } else {
            notes.unknown("program header %d of type %d".formatted(index, type));
        }
    }

    private void notes(long offset, long size) {
        long at = offset;
        long end = offset + size;
        while (at + NOTE_HEADER <= end && isInside(at, NOTE_HEADER)) {
            long nameSize = Integer.toUnsignedLong(elf.getInt((int) at));
            long bodySize = Integer.toUnsignedLong(elf.getInt((int) at + 4));
            long name = at + NOTE_HEADER;
            long body = name + aligned(nameSize);
            if (!isInside(name, nameSize) || !isInside(body, bodySize)) {
                beyond("a note of %d bytes at %d of %d".formatted(bodySize, at, elf.capacity()));
                return;
            }
            if (text(name, nameSize).equals(VMCOREINFO)) {
                vmcoreInfo = Optional.of(VmcoreInfo.parse(text(body, bodySize), notes));
            }
            at = body + aligned(bodySize);
        }
        if (at < end) {
            beyond("notes that end at %d of %d".formatted(at, end));
        }
    }

    /** Something that lies behind the bytes at hand: no damage where these are as many as a reader takes. */
    private void beyond(String what) {
        if (elf.capacity() >= MAX_BYTES) {
            notes.unknown(what);
        } else {
            notes.damage(0, what, "a file that is not cut");
        }
    }

    /** A string up to its first NUL; the kernel pads with NULs. */
    private String text(long at, long size) {
        byte[] bytes = new byte[(int) size];
        elf.get((int) at, bytes);
        String padded = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = padded.indexOf('\0');
        return end < 0 ? padded : padded.substring(0, end);
    }

    private boolean isInside(long at, long size) {
        return at >= 0 && size >= 0 && at <= elf.capacity() && size <= elf.capacity() - at;
    }

    private static long aligned(long size) {
        return (size + 3) & ~3L;
    }

    private static boolean isOneOrTwo(byte value) {
        return value == 1 || value == 2;
    }
}
