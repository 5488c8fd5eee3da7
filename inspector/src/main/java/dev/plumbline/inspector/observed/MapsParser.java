package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/PID/maps}: one mapping a line, in ascending order. Empty for kernel threads and zombies.
 *
 * <p>Source: {@code show_map_vma}, fs/proc/task_mmu.c.
 */
public final class MapsParser {

    /** What {@link Damage#allowed} says of a mapping whose addresses are unaligned or swapped; it is not in the list. */
    public static final String ORDERED_ADDRESSES = "page-aligned addresses, the end above the start";

    /** How {@link Damage#allowed} of a mapping that begins below the end of the one before begins; it is in the list. */
    private static final String ASCENDING = "a start not below ";

    private MapsParser() {}

    /** Whether a mapping only stands out of order: what a live kernel prints of mappings that change meanwhile. */
    public static boolean isOverlap(Damage damage) {
        return damage.allowed().startsWith(ASCENDING);
    }

    static String startNotBelow(long end) {
        return ASCENDING + Long.toHexString(end);
    }

    /** Every line that describes a mapping; lines out of order are in the list and are damage. */
    public static Parsed<List<Vma>> parse(SourceText file) {
        ParseNotes notes = new ParseNotes(file.path());
        LineScanner lines = new LineScanner(file.text());
        VmaLineReader reader = new VmaLineReader(lines, notes);
        List<Vma> vmas = new ArrayList<>();
        while (lines.nextLine()) {
            if (!lines.terminated()) {
                notes.damage(lines.lineNumber(), lines.line(), "a line feed at the end: the file was cut");
                break;
            }
            reader.read().ifPresent(vmas::add);
        }
        return notes.with(List.copyOf(vmas));
    }
}
