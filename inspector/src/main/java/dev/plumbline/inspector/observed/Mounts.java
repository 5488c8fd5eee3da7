package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /proc/mounts}: what is mounted where, in the reader's mount namespace.
 *
 * <p>Source: fs/proc_namespace.c, show_vfsmnt.
 *
 * @param entries in the file's order; of several mounts on one place the last covers the others
 */
public record Mounts(List<Mount> entries) {

    private static final int FIELDS = 6;

    /**
     * One line.
     *
     * @param source the device, or a name that the file system chose
     * @param target the place; white space and backslashes stand as octal escapes, as the kernel prints them
     * @param type the file system's type, with a subtype behind a dot
     * @param options of the mount and of the file system
     */
    public record Mount(String source, String target, String type, List<String> options, int line) {

        /** Copies the list. */
        public Mount {
            options = List.copyOf(options);
        }

        /** The value of {@code name=value}. */
        public Optional<String> option(String name) {
            return options.stream()
                    .filter(o -> o.startsWith(name + "="))
                    .map(o -> o.substring(name.length() + 1))
                    .findFirst();
        }
    }

    /** Copies the list. */
    public Mounts {
        entries = List.copyOf(entries);
    }

    /** Reads the file. */
    public static Parsed<Mounts> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "a line for each mount");
        List<Mount> entries = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(" ", -1);
            if (fields.length == FIELDS) {
                entries.add(new Mount(fields[0], fields[1], fields[2], List.of(fields[3].split(",", -1)), i + 1));
            } else {
                notes.damage(i + 1, lines.get(i), "source, target, type, options and two numbers");
            }
        }
        return notes.with(new Mounts(entries));
    }
}
