package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A file of /proc/sys, or a file of /sys that holds one value: a string, or one or several numbers on one line.
 *
 * <p>Source: kernel/sysctl.c, proc_dostring, proc_dointvec, proc_doulongvec_minmax (numbers separated by tabs).
 *
 * @param text the line, without its newline
 * @param numbers the numbers on it; empty where a string was read
 */
public record Sysctl(String text, List<Long> numbers) {

    /** Copies the list. */
    public Sysctl {
        numbers = List.copyOf(numbers);
    }

    /** Reads a file that holds exactly one number. */
    public static Parsed<Sysctl> parseNumber(SourceText file) {
        Parsed<Sysctl> parsed = parseNumbers(file);
        if (parsed.damage().isEmpty() && parsed.value().numbers().size() != 1) {
            ParseNotes notes = new ParseNotes(file.path());
            notes.damage(1, parsed.value().text(), "one number");
            return notes.with(parsed.value());
        }
        return parsed;
    }

    /** Reads a file that holds one number or more, such as {@code vm/lowmem_reserve_ratio}. */
    public static Parsed<Sysctl> parseNumbers(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "a number");
        String text = line(file, notes);
        List<Long> numbers = new ArrayList<>();
        for (String word : text.strip().split("[ \t]+", -1)) {
            OptionalLong number = KernelNumber.signed(word);
            number.ifPresent(numbers::add);
            if (number.isEmpty() && !file.text().isEmpty()) {
                notes.damage(1, text, "numbers of at most 64 bits, separated by tabs");
            }
        }
        return notes.with(new Sysctl(text, numbers));
    }

    /** Reads a file that holds a string. */
    public static Parsed<Sysctl> parseText(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "a line");
        return notes.with(new Sysctl(line(file, notes), List.of()));
    }

    /**
     * The number of a file that holds one.
     *
     * @throws IllegalStateException if the file was damaged or holds another number of numbers
     */
    public long number() {
        if (numbers.size() != 1) {
            throw new IllegalStateException("\"" + text + "\" is not one number");
        }
        return numbers.get(0);
    }

    private static String line(SourceText file, ParseNotes notes) {
        List<String> lines = file.lines();
        if (lines.size() > 1) {
            notes.damage(2, lines.get(1), "one line");
        }
        return lines.isEmpty() ? "" : lines.get(0);
    }
}
