package dev.plumbline.inspector.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Page sizes as people write them: {@code 4K}, {@code 2M}, {@code 1G}. */
final class PageSizeArgument {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([KMG])(iB|B)?", Pattern.CASE_INSENSITIVE);
    private static final int SMALLEST_SHIFT = 12;
    private static final int LARGEST_SHIFT = 39;

    private PageSizeArgument() {}

    /**
     * log2 of the size.
     *
     * @throws Failure if it is no power of two from 4K to 512G
     */
    static int shift(String text) throws Failure {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            int unit =
                    switch (form.group(2).toUpperCase(Locale.ROOT)) {
                        case "K" -> 10;
                        case "M" -> 20;
                        default -> 30;
                    };
            long bytes = Long.parseLong(form.group(1)) << unit;
            int shift = Long.numberOfTrailingZeros(bytes);
            if (Long.bitCount(bytes) == 1 && shift >= SMALLEST_SHIFT && shift <= LARGEST_SHIFT) {
                return shift;
            }
        }
        throw Failure.wrongUsage(
                "no page size \"" + text + "\"; a power of two from 4K to 512G, such as 4K, 16K, 64K, 2M, 1G");
    }

    /** The size in words: {@code 2M}. */
    static String words(int shift) {
        return shift >= 30
                ? (1L << (shift - 30)) + "G"
                : shift >= 20 ? (1 << (shift - 20)) + "M" : (1 << (shift - 10)) + "K";
    }

    /** A number of bytes in the largest unit in which it is at least one: {@code 12.5 MiB}. */
    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        boolean whole = value == Math.rint(value);
        return (whole ? "%.0f %s" : "%.1f %s").formatted(value, units[unit]);
    }
}
