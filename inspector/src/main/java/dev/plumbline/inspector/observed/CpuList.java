package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A list of CPUs or nodes as {@code cpulist}, {@code online} or {@code possible} print it: {@code 0-3,8}.
 *
 * <p>Source: lib/bitmap-str.c, {@code %*pbl}. An empty list is an empty line: a node may have no CPU.
 *
 * @param ids ascending
 */
public record CpuList(List<Integer> ids) {

    /** Above any kernel's NR_CPUS and MAX_NUMNODES. */
    private static final int MAX_ID = 1 << 16;

    /** Copies the list. */
    public CpuList {
        ids = List.copyOf(ids);
    }

    /** Reads the file. */
    public static Parsed<CpuList> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "ids and ranges of ids");
        List<Integer> ids = new ArrayList<>();
        String line = file.text().strip();
        int next = 0;
        for (String part : line.isEmpty() ? new String[0] : line.split(",", -1)) {
            int dash = part.indexOf('-');
            OptionalLong first = KernelNumber.count(dash < 0 ? part : part.substring(0, dash));
            OptionalLong last = KernelNumber.count(part.substring(dash + 1));
            if (first.isEmpty()
                    || last.orElse(MAX_ID) >= MAX_ID
                    || first.getAsLong() < next
                    || last.getAsLong() < first.getAsLong()) {
                notes.damage(1, line, "ids below " + MAX_ID + " and ranges of ids, ascending");
                break;
            }
            for (long id = first.getAsLong(); id <= last.getAsLong(); id++) {
                ids.add((int) id);
            }
            next = (int) last.getAsLong() + 1;
        }
        return notes.with(new CpuList(ids));
    }
}
