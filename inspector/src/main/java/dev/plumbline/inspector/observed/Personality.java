package dev.plumbline.inspector.observed;

import java.util.Optional;

/**
 * {@code /proc/PID/personality}: the execution domain, eight hexadecimal digits.
 *
 * <p>Source: {@code proc_pid_personality}, fs/proc/base.c; the bits: include/uapi/linux/personality.h.
 *
 * @param bits 32 bits; the low eight are the domain, {@code PER_LINUX} is 0, {@code PER_LINUX32} is 8
 */
public record Personality(long bits) {

    private static final long ADDR_NO_RANDOMIZE = 0x0040000;
    private static final long MMAP_PAGE_ZERO = 0x0100000;
    private static final long ADDR_COMPAT_LAYOUT = 0x0200000;
    private static final long READ_IMPLIES_EXEC = 0x0400000;
    private static final long ADDR_LIMIT_32BIT = 0x0800000;
    private static final long ADDR_LIMIT_3GB = 0x8000000;

    /** Reads the file; a damaged one yields the damage and no value. */
    public static Parsed<Optional<Personality>> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "eight hexadecimal digits");
        LineScanner line = new LineScanner(file.text());
        if (line.nextLine() && line.terminated()) {
            boolean number = line.acceptHex() && line.atEnd() && line.number() >>> 32 == 0;
            long bits = line.number();
            if (number && !line.nextLine()) {
                return notes.with(Optional.of(new Personality(bits)));
            }
            notes.damage(line.lineNumber(), line.line(), "eight hexadecimal digits in one line");
        }
        return notes.with(Optional.empty());
    }

    /** Whether address space layout randomisation is off for this process and what it starts ({@code setarch -R}). */
    public boolean addrNoRandomize() {
        return has(ADDR_NO_RANDOMIZE);
    }

    /** Whether mappings are laid out bottom up, as before 2.6.8. */
    public boolean addrCompatLayout() {
        return has(ADDR_COMPAT_LAYOUT);
    }

    /** Whether every readable mapping becomes executable too. */
    public boolean readImpliesExec() {
        return has(READ_IMPLIES_EXEC);
    }

    /** Whether page zero is mapped, for System V programs. */
    public boolean mmapPageZero() {
        return has(MMAP_PAGE_ZERO);
    }

    /** Whether the address space ends at 4 GiB; 32-bit ARM sets it for every program. */
    public boolean addrLimit32Bit() {
        return has(ADDR_LIMIT_32BIT);
    }

    /** Whether a 32-bit program on a 64-bit kernel is limited to 3 GiB. */
    public boolean addrLimit3Gb() {
        return has(ADDR_LIMIT_3GB);
    }

    private boolean has(long bit) {
        return (bits & bit) != 0;
    }
}
