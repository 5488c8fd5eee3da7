package dev.plumbline.inspector.report;

/**
 * Makes text from a host fit to print. A process chooses its own name and the paths that it maps, so either may hold
 * terminal escape sequences, line breaks or bidirectional overrides that would make a report show what no check said.
 */
public final class Printable {

    private Printable() {}

    /**
     * The text with every code point that does not print (controls, format characters, line and paragraph separators,
     * lone surrogates) written as {@code \x1b}, <code>&#92;u202e</code> or <code>&#92;u{e0001}</code>.
     */
    public static String of(String text) {
        int clean = printablePrefix(text);
        if (clean == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, clean);
        text.codePoints().skip(text.codePointCount(0, clean)).forEach(c -> append(out, c));
        return out.toString();
    }

    private static int printablePrefix(String text) {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (!prints(c)) {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }

    private static void append(StringBuilder out, int c) {
        if (prints(c)) {
            out.appendCodePoint(c);
        } else if (c < 0x100) {
            out.append("\\x%02x".formatted(c));
        } else if (c < 0x10000) {
            out.append("\\u%04x".formatted(c));
        } else {
            out.append("\\u{%x}".formatted(c));
        }
    }

    private static boolean prints(int c) {
        if (c < 0x7f) {
            return c >= 0x20;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
