package dev.plumbline.inspector.observed;

import java.nio.charset.StandardCharsets;
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

    /** Its lines, without terminators; line {@code i} of the file is element {@code i - 1}. */
    public List<String> lines() {
        return text.lines().toList();
    }
}
