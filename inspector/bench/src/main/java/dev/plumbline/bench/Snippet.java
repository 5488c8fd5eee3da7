package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document that a run of the benchmarks writes: what stands between two comments. */
final class Snippet {

    private static final String BEGIN = "<!-- benchmarks: written by mvn -Pbench -->\n";
    private static final String END = "<!-- benchmarks end -->";

    private Snippet() {}

    /**
     * Puts a text between the comments.
     *
     * @throws IOException if the document has no such comments, or cannot be read or written
     */
    static void replace(Path document, String text) throws IOException {
        String old = Files.readString(document);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(document + " has no place for the results: " + BEGIN.strip() + " to " + END);
        }
        Files.writeString(document, old.substring(0, begin) + BEGIN + text + old.substring(end));
    }
}
