package dev.plumbline.inspector.report.html;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML with places for content, each written as a name in two pairs of braces. It is gone through once: content that looks like a
 * place stays what it is.
 */
final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private final String text;

    Template(String text) {
        this.text = text;
    }

    /** What comes in a place. */
    @FunctionalInterface
    interface Content {
        void writeTo(Writer out) throws IOException;

        /** Markup that is at hand. */
        static Content of(String markup) {
            return out -> out.write(markup);
        }
    }

    /**
     * Writes the text with its places filled.
     *
     * @throws IllegalArgumentException if a place has no content
     * @throws IOException if {@code out} does
     */
    void write(Map<String, Content> contents, Writer out) throws IOException {
        Matcher place = PLACE.matcher(text);
        int written = 0;
        while (place.find()) {
            out.append(text, written, place.start());
            Content content = contents.get(place.group(1));
            if (content == null) {
                throw new IllegalArgumentException("nothing for the place " + place.group());
            }
            content.writeTo(out);
            written = place.end();
        }
        out.append(text, written, text.length());
    }
}
