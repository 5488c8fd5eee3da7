package dev.plumbline.bridge;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns records of {@code /dev/kmsg} into the text that dmesg prints.
 *
 * <p>Format: Documentation/ABI/testing/dev-kmsg. A record is {@code priority,sequence,microseconds,flags[,more];text}; the
 * priority is the facility times eight and the level; what is not printable is {@code \xNN}; lines that start with a space
 * are key=value pairs about the record before. Only the kernel's own records (facility 0) count: user space cannot write
 * those.
 */
final class KmsgDecoder {

    private static final Pattern RECORD =
            Pattern.compile("(\\d{1,9}),(\\d{1,19}),(\\d{1,19}),([^;,]*)(?:,[^;]*)?;(.*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\x(\\p{XDigit}{2})");
    private static final int LEVELS = 8;
    private static final long MICROSECONDS = 1_000_000;

    /** How kernels before 4.10 mark a fragment that goes on where the record before it stopped. */
    private static final String FOLLOWS = "+";

    private final StringBuilder text = new StringBuilder();
    private boolean any;
    private long firstSequence;

    /**
     * Adds one line as the device delivers it, without its newline.
     *
     * @throws IOException if it is neither a record nor a pair
     */
    void line(String line) throws IOException {
        if (line.isEmpty() || line.startsWith(" ")) {
            return;
        }
        Matcher record = RECORD.matcher(line);
        if (!record.matches()) {
            throw new IOException(
                    "found \"%.80s\", expected priority,sequence,microseconds,flags;text".formatted(line));
        }
        if (!any) {
            any = true;
            firstSequence = Long.parseLong(record.group(2));
        }
        if (Integer.parseInt(record.group(1)) < LEVELS) {
            add(Long.parseLong(record.group(3)), record.group(4), unescape(record.group(5)));
        }
    }

    /** Whether records were overwritten before the first one read: the kernel numbers them from zero. */
    boolean startsLate() {
        return firstSequence != 0;
    }

    /** The number of the first record. */
    long firstSequence() {
        return firstSequence;
    }

    /** Everything so far, each line with its time stamp as {@code [%5lu.%06lu]}. */
    String text() {
        return text.toString();
    }

    private void add(long microseconds, String flags, String message) {
        if (flags.equals(FOLLOWS) && !text.isEmpty()) {
            text.insert(text.length() - 1, message);
            return;
        }
        String stamp = "[%5d.%06d] ".formatted(microseconds / MICROSECONDS, microseconds % MICROSECONDS);
        for (String part : message.split("\n", -1)) {
            text.append(stamp).append(part).append('\n');
        }
    }

    private static String unescape(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        return ESCAPE.matcher(escaped)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }
}
