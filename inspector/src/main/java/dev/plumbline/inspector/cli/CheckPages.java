package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The checks' pages, Markdown, as {@code inspector/docs/checks} has them. */
final class CheckPages {

    private CheckPages() {}

    /**
     * A check's page.
     *
     * @throws IllegalArgumentException if there is none
     */
    static String markdown(String id) {
        try (InputStream in = CheckPages.class.getResourceAsStream("checks/" + id + ".md")) {
            if (in == null) {
                throw new IllegalArgumentException("no page for check " + id);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first sentence of a page's first paragraph, without markup. */
    static String summary(String id) {
        StringBuilder paragraph = new StringBuilder();
        for (String line : markdown(id).lines().toList()) {
            if (line.startsWith("#") || (line.isBlank() && paragraph.isEmpty())) {
                continue;
            }
            if (line.isBlank()) {
                break;
            }
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
        String text = PageText.plain(paragraph.toString());
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
