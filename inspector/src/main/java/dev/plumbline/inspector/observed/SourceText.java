package dev.plumbline.inspector.observed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One kernel file's text with the path that messages name.
 *
 * @param path the file's path, such as {@code proc/zoneinfo}
 * @param text its content
 */
public record SourceText(String path, String text) {

    /** A file's bytes, read as ISO 8859-1: the kernel prints ASCII, and file names may be any bytes. */
    public static SourceText of(String path, byte[] bytes) {
        return new SourceText(path, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /**
     * Its lines, without their line feeds; line {@code i} of the file is element {@code i - 1}. The kernel ends lines with a
     * line feed alone: a carriage return is a character like others.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int lineFeed = text.indexOf('\n', start);
            int end = lineFeed < 0 ? text.length() : lineFeed;
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }
}
