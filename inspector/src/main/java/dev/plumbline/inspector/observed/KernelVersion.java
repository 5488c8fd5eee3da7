package dev.plumbline.inspector.observed;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * /proc/version.
 *
 * <p>Source: init/version.c, linux_proc_banner: {@code "%s version %s"} with the release, the builder and the compiler in
 * parentheses, and the build. What a release says about features is little: distributions backport.
 *
 * @param release as {@code uname -r} prints it; empty in a damaged file
 * @param banner the whole line
 */
public record KernelVersion(String release, String banner) {

    private static final Pattern BANNER = Pattern.compile("Linux version (\\S+) .*");
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");

    /** Reads the file. */
    public static Parsed<KernelVersion> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"Linux version <release> …\"");
        String line = file.lines().stream().findFirst().orElse("");
        Matcher m = BANNER.matcher(line);
        boolean formed = m.matches();
        if (!formed && !file.text().isEmpty()) {
            notes.damage(1, line, "\"Linux version <release> (<builder>) (<compiler>) #<build> …\"");
        }
        return notes.with(new KernelVersion(formed ? m.group(1) : "", line));
    }

    /** The first number of the release. */
    public OptionalInt major() {
        return number(1);
    }

    /** The second number of the release. */
    public OptionalInt minor() {
        return number(2);
    }

    private OptionalInt number(int group) {
        Matcher m = NUMBERS.matcher(release);
        return m.matches() ? OptionalInt.of(Integer.parseInt(m.group(group))) : OptionalInt.empty();
    }
}
