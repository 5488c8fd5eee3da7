package dev.plumbline.inspector.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Breaks text at spaces so that it fits a terminal. Widths are in code points. */
public final class Lines {

    private Lines() {}

    /**
     * Breaks one line.
     *
     * @param indent how far every line but the first is indented
     * @param columns the most code points a line may have; empty leaves the text alone. A word that is longer stands on
     *     a line of its own, whole
     */
    public static List<String> wrap(String text, int indent, OptionalInt columns) {
        if (columns.isEmpty() || length(text) <= columns.getAsInt()) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        String rest = text;
        String margin = "";
        while (length(margin) + length(rest) > columns.getAsInt()) {
            int room = Math.max(1, columns.getAsInt() - margin.length());
            int cut = breakAt(rest, room);
            if (cut < 0) {
                break;
            }
            lines.add(margin + rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
            margin = " ".repeat(indent);
        }
        if (!rest.isEmpty()) {
            lines.add(margin + rest);
        }
        return lines;
    }

    /** The last space within the room, or the first one after it; -1 if there is none with text on both sides. */
    private static int breakAt(String text, int room) {
        int start = text.length() - text.stripLeading().length();
        int end = text.offsetByCodePoints(0, Math.min(room, length(text)));
        int cut = text.lastIndexOf(' ', end);
        if (cut <= start) {
            cut = text.indexOf(' ', Math.max(end, start + 1));
        }
        return cut > start && !text.substring(cut).isBlank() ? cut : -1;
    }

    /** Code points of a text. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Fills with spaces up to a width. */
    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    /** At most that many code points; what was cut is shown by two dots at the end. */
    static String shortened(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 2)) + "..";
    }

    /**
     * A line whose last column is cut where it does not fit: of a path the beginning, since its end says more.
     *
     * @param columns the most code points the line may have; empty leaves it alone
     */
    static String fitting(String line, String last, OptionalInt columns) {
        int room = columns.orElse(Integer.MAX_VALUE) - length(line);
        if (columns.isEmpty() || length(last) <= room) {
            return (line + last).stripTrailing();
        }
        if (!last.startsWith("/") || room < 4) {
            return shortened(line + last, columns.getAsInt());
        }
        return line + ".." + last.substring(last.offsetByCodePoints(0, length(last) - room + 2));
    }
}
