package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a thread was switched away from, as {@code /proc/PID/sched} (CONFIG_SCHED_DEBUG) prints it: the sum of the two
 * counts in {@code status}.
 *
 * <p>Source: proc_sched_show_task, kernel/sched/debug.c.
 *
 * @param switches {@code nr_switches}
 * @param line where it stands
 */
public record SwitchCount(long switches, int line) {

    private static final Pattern LINE = Pattern.compile("nr_switches +: +([0-9]{1,18})");

    /** Reads the file; one without the count, which every kernel prints, is damaged and yields no value. */
    public static Parsed<Optional<SwitchCount>> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"nr_switches : <n>\" among others");
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher count = LINE.matcher(lines.get(i));
            if (count.matches()) {
                return notes.with(Optional.of(new SwitchCount(Long.parseLong(count.group(1)), i + 1)));
            }
        }
        notes.damage(0, "no nr_switches", "\"nr_switches : <n>\" among others");
        return notes.with(Optional.empty());
    }
}
