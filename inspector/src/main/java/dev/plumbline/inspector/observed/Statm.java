package dev.plumbline.inspector.observed;

import java.util.Optional;

/**
 * {@code /proc/PID/statm}, in base pages; all zero for kernel threads and zombies. The counts of present pages may lag: the
 * kernel keeps them per CPU or per thread.
 *
 * <p>Source: {@code proc_pid_statm}, fs/proc/array.c; {@code task_statm}, fs/proc/task_mmu.c. Fields five and seven have
 * been zero since 2.6.
 *
 * @param sizePages all mappings
 * @param residentPages present pages
 * @param sharedPages present pages of files and shared memory
 * @param textPages the text of the image
 * @param dataPages data and stack mappings
 */
public record Statm(long sizePages, long residentPages, long sharedPages, long textPages, long dataPages) {

    private static final int FIELDS = 7;

    /** Reads the file; a damaged one yields the damage and no value. */
    public static Parsed<Optional<Statm>> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, FIELDS + " numbers");
        LineScanner line = new LineScanner(file.text());
        long[] pages = new long[FIELDS];
        if (!line.nextLine() || !line.terminated()) {
            return notes.with(Optional.empty());
        }
        for (int i = 0; i < FIELDS; i++) {
            if ((i > 0 && !line.accept(' ')) || !line.acceptDecimal()) {
                notes.damage(1, line.line(), FIELDS + " numbers");
                return notes.with(Optional.empty());
            }
            pages[i] = line.number();
        }
        if (!line.atEnd()) {
            notes.unknown(line.rest().strip());
        }
        return notes.with(Optional.of(new Statm(pages[0], pages[1], pages[2], pages[3], pages[5])));
    }
}
