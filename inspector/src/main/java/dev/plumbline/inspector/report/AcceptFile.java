package dev.plumbline.inspector.report;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Accepted violations, one a line: {@code check | subject | reason | yyyy-mm-dd}. The first two are {@linkplain Glob
 * globs}; blank lines and lines that begin with {@code #} say nothing.
 *
 * @param name the file's name, for messages
 * @param entries in the file's order
 */
public record AcceptFile(String name, List<Acceptance> entries) {

    /** No file: nothing is accepted. */
    public static final AcceptFile NONE = new AcceptFile("", List.of());

    private static final int FIELDS = 4;

    /** Copies the list. */
    public AcceptFile {
        entries = List.copyOf(entries);
    }

    /** A line that is not an entry. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String name, int line, String problem, String text) {
            super("%s:%d: %s: \"%s\"".formatted(name, line, problem, Printable.of(text)));
        }
    }

    /**
     * Reads the lines of an accept file.
     *
     * @throws SyntaxException for the first line that is not an entry; the message names file, line, text and what is
     *     allowed
     */
    public static AcceptFile parse(String name, List<String> lines) throws SyntaxException {
        List<Acceptance> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(name, i + 1, line));
            }
        }
        return new AcceptFile(name, entries);
    }

    private static Acceptance entry(String name, int number, String line) throws SyntaxException {
        String[] fields = line.split("\\|", -1);
        if (fields.length != FIELDS) {
            String problem = "%d fields, but an entry is \"check | subject | reason | yyyy-mm-dd\"";
            throw new SyntaxException(name, number, problem.formatted(fields.length), line);
        }
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = fields[i].strip();
            if (fields[i].isEmpty()) {
                throw new SyntaxException(name, number, "field %d is empty".formatted(i + 1), line);
            }
        }
        try {
            LocalDate expires = LocalDate.parse(fields[3]);
            return new Acceptance(new Glob(fields[0]), new Glob(fields[1]), fields[2], expires, number);
        } catch (DateTimeParseException e) {
            throw new SyntaxException(name, number, "the last field must be a date, yyyy-mm-dd", fields[3]);
        }
    }
}
