package dev.plumbline.inspector.report;

import java.util.Locale;

/** Counts of bytes, for people. */
public final class ByteText {

    private static final String[] UNITS = {"EiB", "PiB", "TiB", "GiB", "MiB", "KiB"};

    private static final String BRIEF = "MGTP";

    private ByteText() {}

    /** In the largest unit that leaves no fraction. */
    static String exact(long bytes) {
        for (int i = 0; i < UNITS.length; i++) {
            int shift = 60 - 10 * i;
            if (bytes != 0 && (bytes & ((1L << shift) - 1)) == 0) {
                return (bytes >>> shift) + " " + UNITS[i];
            }
        }
        return Long.toUnsignedString(bytes) + " bytes";
    }

    /** In the largest unit that it fills, with one decimal where that is not exact. */
    public static String about(long bytes) {
        for (int i = 0; i < UNITS.length; i++) {
            int shift = 60 - 10 * i;
            if (bytes >>> shift != 0) {
                boolean whole = (bytes & ((1L << shift) - 1)) == 0;
                return whole
                        ? (bytes >>> shift) + " " + UNITS[i]
                        : String.format(
                                Locale.ROOT, "%.1f %s", (bytes >>> 10) / (double) (1L << (shift - 10)), UNITS[i]);
            }
        }
        return bytes + " bytes";
    }

    /** For columns of tables, seven characters at most: {@code 132K}, {@code 1.5M}, {@code 16.0T}; {@code -} for nothing. */
    static String brief(long bytes) {
        if (bytes == 0) {
            return "-";
        }
        if (bytes >>> 10 == 0) {
            return "<1K";
        }
        if (bytes >>> 20 == 0) {
            return (bytes >>> 10) + "K";
        }
        int unit = 0;
        while (unit < BRIEF.length() - 1 && bytes >>> (30 + 10 * unit) != 0) {
            unit++;
        }
        return String.format(
                Locale.ROOT, "%.1f%c", (bytes >>> 10) / (double) (1L << (10 * unit + 10)), BRIEF.charAt(unit));
    }

    /** The same of a difference, with its sign; nothing where there is none. */
    static String briefChange(long bytes) {
        if (bytes == 0) {
            return "";
        }
        return bytes > 0 ? "+" + brief(bytes) : "-" + brief(-bytes);
    }
}
