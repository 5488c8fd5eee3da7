package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code /proc/PID/limits}: the resource limits, a table with a heading.
 *
 * <p>Source: {@code proc_pid_limits} and {@code lnames}, fs/proc/base.c: columns of 25, 20, 20 and 10 characters.
 *
 * @param byName by the name in the first column, such as {@code Max stack size}
 */
public record Limits(Map<String, Limit> byName) {

    private static final String HEADING = "Limit ";
    private static final String UNLIMITED = "unlimited";
    private static final String ALLOWED = "NAME SOFT HARD UNIT, limits being numbers or " + UNLIMITED;

    /** The sixteen resources since 2.6.25 (include/uapi/asm-generic/resource.h). */
    private static final Set<String> KNOWN = Set.of(
            "Max cpu time",
            "Max file size",
            "Max data size",
            "Max stack size",
            "Max core file size",
            "Max resident set",
            "Max processes",
            "Max open files",
            "Max locked memory",
            "Max address space",
            "Max file locks",
            "Max pending signals",
            "Max msgqueue size",
            "Max nice priority",
            "Max realtime priority",
            "Max realtime timeout");

    /**
     * One limit.
     *
     * @param soft unsigned; empty means unlimited
     * @param hard unsigned; empty means unlimited
     * @param unit such as {@code bytes}; empty where the kernel prints none
     * @param line 1-based
     */
    public record Limit(OptionalLong soft, OptionalLong hard, String unit, int line) {}

    /** Reads the file; lines that are no limits are damage. */
    public static Parsed<Limits> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "a table of limits");
        LineScanner lines = new LineScanner(file.text());
        Map<String, Limit> limits = new LinkedHashMap<>();
        if (lines.nextLine() && !lines.accept(HEADING)) {
            notes.damage(1, lines.line(), "the heading: Limit, Soft Limit, Hard Limit, Units");
        }
        while (lines.nextLine() && lines.terminated()) {
            String name = takeName(lines);
            Optional<Limit> limit = takeLimit(lines);
            if (name.isEmpty() || limit.isEmpty() || limits.putIfAbsent(name, limit.get()) != null) {
                notes.damage(lines.lineNumber(), lines.line(), ALLOWED + ", each name once");
            } else if (!KNOWN.contains(name)) {
                notes.unknown(lines.line());
            }
        }
        if (notes.undamaged() && limits.size() < KNOWN.size()) {
            notes.damage(0, limits.size() + " limits", KNOWN.size() + " or more");
        }
        return notes.with(new Limits(Collections.unmodifiableMap(limits)));
    }

    /** The words before the first limit, a single space between them. */
    private static String takeName(LineScanner lines) {
        StringBuilder name = new StringBuilder();
        while (!lines.atEnd() && !Character.isDigit(lines.peek()) && !lines.nextIs(UNLIMITED)) {
            String word = lines.takeWord();
            name.append(name.isEmpty() ? "" : " ").append(word);
            lines.skip(' ');
        }
        return name.toString();
    }

    private static Optional<Limit> takeLimit(LineScanner lines) {
        OptionalLong[] values = new OptionalLong[2];
        for (int i = 0; i < values.length; i++) {
            if (lines.accept(UNLIMITED)) {
                values[i] = OptionalLong.empty();
            } else if (lines.acceptDecimal()) {
                values[i] = OptionalLong.of(lines.number());
            } else {
                return Optional.empty();
            }
            if (!lines.atEnd() && lines.peek() != ' ') {
                return Optional.empty();
            }
            lines.skip(' ');
        }
        return Optional.of(new Limit(values[0], values[1], lines.rest().strip(), lines.lineNumber()));
    }

    /** The limit of that name; empty where the kernel did not print it. */
    public Optional<Limit> limit(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@code RLIMIT_STACK} in bytes: what the kernel leaves free below the stack, and what decides the mmap layout. */
    public Optional<Limit> stackBytes() {
        return limit("Max stack size");
    }

    /** {@code RLIMIT_AS} in bytes: all mappings together. */
    public Optional<Limit> addressSpaceBytes() {
        return limit("Max address space");
    }

    /** {@code RLIMIT_MEMLOCK} in bytes. */
    public Optional<Limit> lockedMemoryBytes() {
        return limit("Max locked memory");
    }
}
