package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;

/**
 * Reads the lines that describe a mapping, in {@code maps} and at the head of each stanza of {@code smaps}.
 *
 * <p>The format is {@code "%08lx-%08lx %c%c%c%c %08llx %02x:%02x %lu "}, then padding and the name if there is one
 * ({@code show_vma_header_prefix}, fs/proc/task_mmu.c). That addresses never go backwards and ranges never overlap is
 * promised by Documentation/filesystems/proc.rst. On a live host the promise can fail where mappings merge between two of
 * the buffers in which the file is read: {@code proc_get_vma} goes on from an address, and finds the merged mapping again.
 */
final class VmaLineReader {

    static final String ALLOWED = "START-END rwxp OFFSET MAJOR:MINOR INODE NAME";

    /** The smallest page of any architecture that has an MMU. */
    private static final long SMALLEST_PAGE_BYTES = 4096;

    private static final String LETTERS = "rwxs";
    private static final String ABSENT = "---p";
    private static final String[] PERMISSIONS = permissions();

    private final LineScanner lines;
    private final ParseNotes notes;
    private long previousEnd;
    private String previousPath = "";

    VmaLineReader(LineScanner lines, ParseNotes notes) {
        this.lines = lines;
        this.notes = notes;
    }

    /** The mapping on the current line; empty, and damage, where it is none. */
    Optional<Vma> read() {
        if (!lines.acceptHex()) {
            return damaged(ALLOWED);
        }
        long start = lines.number();
        if (!lines.accept('-') || !lines.acceptHex()) {
            return damaged(ALLOWED);
        }
        long end = lines.number();
        if (!lines.accept(' ')) {
            return damaged(ALLOWED);
        }
        int permissions = takePermissions();
        if (permissions < 0 || !lines.accept(' ') || !lines.acceptHex()) {
            return damaged(ALLOWED);
        }
        long offset = lines.number();
        if (!lines.accept(' ') || !lines.acceptHex() || tooLarge(lines.number())) {
            return damaged(ALLOWED);
        }
        int major = (int) lines.number();
        if (!lines.accept(':') || !lines.acceptHex() || tooLarge(lines.number())) {
            return damaged(ALLOWED);
        }
        int minor = (int) lines.number();
        if (!lines.accept(' ') || !lines.acceptDecimal() || !atSpaceOrEnd()) {
            return damaged(ALLOWED);
        }
        long inode = lines.number();
        if (Long.compareUnsigned(start, end) >= 0 || (start | end) % SMALLEST_PAGE_BYTES != 0) {
            return damaged(MapsParser.ORDERED_ADDRESSES);
        }
        if (Long.compareUnsigned(start, previousEnd) < 0) {
            notes.damage(lines.lineNumber(), lines.line(), MapsParser.startNotBelow(previousEnd));
        }
        previousEnd = end;
        return Optional.of(new Vma(
                AddressRange.of(start, end),
                PERMISSIONS[permissions],
                offset,
                major,
                minor,
                inode,
                takePath(),
                lines.lineNumber()));
    }

    private boolean atSpaceOrEnd() {
        return lines.atEnd() || lines.peek() == ' ';
    }

    /** A dev_t has 12 bits for the major and 20 for the minor number. */
    private static boolean tooLarge(long deviceNumber) {
        return deviceNumber >>> 20 != 0;
    }

    private String takePath() {
        lines.skip(' ');
        if (!lines.restIs(previousPath)) {
            previousPath = lines.rest();
        }
        return previousPath;
    }

    /** Bit {@code i} is set where letter {@code i} of {@code rwxs} stands; -1 where none of the letters allowed does. */
    private int takePermissions() {
        int bits = 0;
        for (int i = 0; i < LETTERS.length(); i++) {
            if (lines.accept(LETTERS.charAt(i))) {
                bits |= 1 << i;
            } else if (!lines.accept(ABSENT.charAt(i))) {
                return -1;
            }
        }
        return bits;
    }

    private Optional<Vma> damaged(String allowed) {
        notes.damage(lines.lineNumber(), lines.line(), allowed);
        return Optional.empty();
    }

    private static String[] permissions() {
        String[] all = new String[1 << LETTERS.length()];
        for (int bits = 0; bits < all.length; bits++) {
            char[] letters = ABSENT.toCharArray();
            for (int i = 0; i < letters.length; i++) {
                if ((bits >> i & 1) != 0) {
                    letters[i] = LETTERS.charAt(i);
                }
            }
            all[bits] = new String(letters);
        }
        return all;
    }
}
