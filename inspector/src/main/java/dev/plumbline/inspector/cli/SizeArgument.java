package dev.plumbline.inspector.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory on the command line: {@code 512G}, {@code 1536M}, {@code 1T}. */
final class SizeArgument {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([KMGTP])(?:iB|B)?");
    private static final String UNITS = "KMGTP";

    private SizeArgument() {}

    /**
     * Its bytes.
     *
     * @throws Failure if it is no such amount
     */
    static long bytes(String option, String text) throws Failure {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int shift = 10 * (UNITS.indexOf(form.group(2)) + 1);
            long number = Long.parseLong(form.group(1));
            if (number > 0 && number <= Long.MAX_VALUE >>> shift) {
                return number << shift;
            }
        }
        throw Failure.wrongUsage(
                "%s %s: a whole number with K, M, G, T or P is allowed, such as 512G".formatted(option, text));
    }
}
