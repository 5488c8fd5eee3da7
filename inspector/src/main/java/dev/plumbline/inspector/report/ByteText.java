package dev.plumbline.inspector.report;

import java.util.Locale;

/** Counts of bytes, for people. */
final class ByteText {

    private static final String[] UNITS = {"TiB", "GiB", "MiB", "KiB"};

    private ByteText() {}

    /** In the largest unit that leaves no fraction. */
    static String exact(long bytes) {
        for (int i = 0; i < UNITS.length; i++) {
            int shift = 40 - 10 * i;
            if (bytes != 0 && (bytes & ((1L << shift) - 1)) == 0) {
                return (bytes >>> shift) + " " + UNITS[i];
            }
        }
        return Long.toUnsignedString(bytes) + " bytes";
    }

    /** In the largest unit that it fills, with one decimal where that is not exact. */
    static String about(long bytes) {
        for (int i = 0; i < UNITS.length; i++) {
            int shift = 40 - 10 * i;
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
}
