package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * /proc/cmdline.
 *
 * <p>Source: lib/cmdline.c, next_arg: words are separated by white space outside double quotes; quotes around a value,
 * or around a whole word, are not part of it. kernel/params.c: what follows the word {@code --} is for init, and
 * {@code -} and {@code _} are the same in a parameter's name.
 *
 * @param words as they stand on the line, with their quotes
 */
public record KernelCommandLine(List<String> words) {

    /** Copies the list. */
    public KernelCommandLine {
        words = List.copyOf(words);
    }

    /** Reads the file. A kernel without parameters prints an empty line. */
    public static Parsed<KernelCommandLine> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "the kernel's parameters on one line");
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < file.text().length(); i++) {
            char c = file.text().charAt(i);
            quoted ^= c == '"';
            if (!quoted && isSpace(c)) {
                addIfAny(words, word);
            } else {
                word.append(c);
            }
        }
        addIfAny(words, word);
        return notes.with(new KernelCommandLine(words));
    }

    /** Whether the parameter stands there, with or without a value. */
    public boolean has(String name) {
        return parameters().stream().anyMatch(w -> isNamed(w, name));
    }

    /** The value of a parameter's last occurrence; empty also where it stands without {@code =}. */
    public Optional<String> option(String name) {
        List<String> all = options(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The values of all occurrences, for parameters that add up such as {@code hugepages=} or {@code mem=}. */
    public List<String> options(String name) {
        return parameters().stream()
                .filter(w -> isNamed(w, name) && unquoted(w).indexOf('=') >= 0)
                .map(w -> unquoted(unquoted(w).substring(unquoted(w).indexOf('=') + 1)))
                .toList();
    }

    /** The names of all parameters, in the order of their first occurrence, with {@code _} for {@code -}. */
    public List<String> names() {
        return parameters().stream().map(KernelCommandLine::nameOf).distinct().toList();
    }

    private List<String> parameters() {
        int end = words.indexOf("--");
        return end < 0 ? words : words.subList(0, end);
    }

    private static boolean isNamed(String word, String name) {
        return nameOf(word).equals(name.replace('-', '_'));
    }

    private static String nameOf(String word) {
        String bare = unquoted(word);
        int equals = bare.indexOf('=');
        return (equals < 0 ? bare : bare.substring(0, equals)).replace('-', '_');
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        boolean closed = text.length() > 1 && text.endsWith("\"");
        return text.substring(1, closed ? text.length() - 1 : text.length());
    }

    /** The kernel's isspace(): it takes 0xa0, the no-break space of ISO 8859-1, for one too. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0';
    }

    private static void addIfAny(List<String> words, StringBuilder word) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
