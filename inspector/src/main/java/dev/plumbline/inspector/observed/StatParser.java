package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.observed.ProcessStat.ImageAddresses;
import java.util.Optional;

/**
 * {@code /proc/PID/stat}: 52 fields in one line since 3.5. The second is the thread's name in parentheses, which may hold
 * parentheses, spaces and line feeds itself; it ends at the last closing parenthesis.
 */
public final class StatParser {

    private static final int FIELDS = 52;
    private static final String ALLOWED = "PID (COMM) STATE and " + (FIELDS - 3) + " numbers";

    /** {@code start_code} and {@code end_code} of a process whose addresses the reader may not see (fs/proc/array.c). */
    private static final long HIDDEN = 1;

    private StatParser() {}

    /** A file that is damaged yields the damage and no value. */
    public static Parsed<Optional<ProcessStat>> parse(SourceText file) {
        ParseNotes notes = new ParseNotes(file.path());
        Fields fields = new Fields(file.text());
        Optional<String> problem = fields.read();
        if (problem.isPresent()) {
            notes.damage(1, file.text().strip(), problem.get());
            return notes.with(Optional.empty());
        }
        fields.extra().ifPresent(notes::unknown);
        return notes.with(Optional.of(fields.stat()));
    }

    private static final class Fields {

        private final String text;
        private final LineScanner tail;
        private final int commStart;
        private final int commEnd;
        private final long[] numbers = new long[FIELDS + 1];
        private char state;

        Fields(String text) {
            this.text = text;
            commStart = text.indexOf('(');
            commEnd = text.lastIndexOf(')');
            tail = new LineScanner(commEnd < 0 ? "" : text.substring(commEnd + 1));
        }

        /** What is allowed where the text is something else. */
        Optional<String> read() {
            LineScanner front = new LineScanner(commStart < 0 ? "" : text.substring(0, commStart));
            if (commEnd < commStart || !front.nextLine() || !front.acceptDecimal() || !front.restIs(" ")) {
                return Optional.of(ALLOWED);
            }
            numbers[1] = front.number();
            if (!tail.nextLine() || !tail.accept(' ')) {
                return Optional.of(ALLOWED);
            }
            state = tail.peek();
            if (!Character.isLetter(state) || !tail.accept(state)) {
                return Optional.of("a letter for the state");
            }
            for (int field = 4; field <= FIELDS; field++) {
                if (!tail.accept(' ') || !tail.acceptSignedDecimal()) {
                    return Optional.of(ALLOWED + "; field " + field + " is not there or not a number");
                }
                numbers[field] = tail.number();
            }
            if (!tail.terminated()) {
                return Optional.of("a line feed at the end: the file was cut");
            }
            return fitInts() ? Optional.empty() : Optional.of("process ids of 32 bits");
        }

        private boolean fitInts() {
            for (int field : new int[] {1, 4, 5, 6, 20}) {
                if (numbers[field] != (int) numbers[field]) {
                    return false;
                }
            }
            return true;
        }

        /** Fields behind the last one known, as they stood. */
        Optional<String> extra() {
            return Optional.of(tail.rest().strip()).filter(rest -> !rest.isEmpty());
        }

        ProcessStat stat() {
            boolean hidden = numbers[26] == HIDDEN && numbers[27] == HIDDEN && numbers[28] == 0;
            boolean withoutMemory = numbers[23] == 0 && numbers[26] == 0 && numbers[28] == 0;
            return new ProcessStat(
                    (int) numbers[1],
                    text.substring(commStart + 1, commEnd),
                    state,
                    (int) numbers[4],
                    (int) numbers[5],
                    (int) numbers[6],
                    numbers[9],
                    (int) numbers[20],
                    numbers[22],
                    numbers[23],
                    numbers[24],
                    hidden || withoutMemory ? Optional.empty() : Optional.of(addresses()),
                    hidden);
        }

        private ImageAddresses addresses() {
            return new ImageAddresses(
                    numbers[26],
                    numbers[27],
                    numbers[28],
                    numbers[45],
                    numbers[46],
                    numbers[47],
                    numbers[48],
                    numbers[49],
                    numbers[50],
                    numbers[51]);
        }
    }
}
