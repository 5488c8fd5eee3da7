package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel log, as dmesg prints it or as /dev/kmsg hands it out.
 *
 * <p>Source: kernel/printk/printk.c, print_prefix ({@code "<%u>"}, {@code "[%5lu.%06lu]"}, and with
 * CONFIG_PRINTK_CALLER {@code "[%*s]"}) and info_print_ext_header ({@code "%u,%llu,%llu,%c…;"}, microseconds).
 *
 * @param lines in the file's order
 */
public record KernelLog(List<LogLine> lines) {

    private static final Pattern PREFIXED = Pattern.compile(
            "(?:<[0-9]{1,3}>)?\\[ {0,5}([0-9]{1,9}\\.[0-9]{1,9})\\](?:\\[ {0,6}[TC][0-9]{1,9}\\])? ?(.*)",
            Pattern.DOTALL);
    private static final Pattern RECORD =
            Pattern.compile("[0-9]{1,10},[0-9]{1,20},([0-9]{1,18}),[-c+][^;]{0,200};(.*)", Pattern.DOTALL);
    private static final Pattern LEVEL = Pattern.compile("<[0-9]{1,3}>(.*)", Pattern.DOTALL);
    private static final double MICROSECONDS = 1e6;
    private static final Pattern BOOTED = Pattern.compile("Run .+ as init process|Freeing unused kernel .*");

    /** Copies the list. */
    public KernelLog {
        lines = List.copyOf(lines);
    }

    /** Reads the log. Lines without a time are kept as they stand. */
    public static Parsed<KernelLog> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "the kernel's first line, \"Linux version …\"");
        List<LogLine> lines = new ArrayList<>();
        List<String> raw = file.lines();
        for (int i = 0; i < raw.size(); i++) {
            lines.add(line(raw.get(i), i + 1));
        }
        return notes.with(new KernelLog(lines));
    }

    /** The first line whose text matches the whole pattern. */
    public Optional<LogLine> first(Pattern pattern) {
        return lines.stream().filter(l -> pattern.matcher(l.text()).matches()).findFirst();
    }

    /** The lines whose text matches the whole pattern. */
    public List<LogLine> matching(Pattern pattern) {
        return lines.stream().filter(l -> pattern.matcher(l.text()).matches()).toList();
    }

    /**
     * Whether the log reaches the end of boot: the kernel frees its own init memory, then runs the first program (kernel_init,
     * init/main.c; free_initmem, mm/page_alloc.c; 5.10 to 7.0). A log that does not was cut.
     */
    public boolean reachesInit() {
        return first(BOOTED).isPresent();
    }

    private static LogLine line(String raw, int line) {
        Matcher prefixed = PREFIXED.matcher(raw);
        if (prefixed.matches()) {
            return new LogLine(OptionalDouble.of(Double.parseDouble(prefixed.group(1))), prefixed.group(2), line);
        }
        Matcher entry = RECORD.matcher(raw);
        if (entry.matches()) {
            double seconds = Long.parseLong(entry.group(1)) / MICROSECONDS;
            return new LogLine(OptionalDouble.of(seconds), entry.group(2), line);
        }
        Matcher level = LEVEL.matcher(raw);
        return new LogLine(OptionalDouble.empty(), level.matches() ? level.group(1) : raw, line);
    }
}
