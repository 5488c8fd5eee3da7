package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * JSON read a word at a time, from a file that anybody may have written: nesting, strings and numbers are bounded, and whatever is
 * not as it must be is told with its line and column. Each method reads the value that comes next, whole.
 */
final class JsonWords {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(32)
                    .maxNameLength(1 << 10)
                    .build())
            .build();
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{1,16}");

    private final JsonParser parser;

    private JsonWords(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads one document. */
    @FunctionalInterface
    interface Document<T> {
        T read(JsonWords json) throws IOException, DocumentFormatException;
    }

    /** Reads the value of one member. */
    @FunctionalInterface
    interface Member {
        void read(String name) throws IOException, DocumentFormatException;
    }

    /** Reads one element. */
    @FunctionalInterface
    interface Element {
        void read() throws IOException, DocumentFormatException;
    }

    /** The one value of a stream, which nothing may follow. The stream is closed. */
    static <T> T read(InputStream in, Document<T> document) throws IOException, DocumentFormatException {
        JsonParser parser = FACTORY.createParser(in);
        try {
            JsonWords words = new JsonWords(parser);
            parser.nextToken();
            T value = document.read(words);
            if (parser.nextToken() != null) {
                throw words.wrong("the end");
            }
            return value;
        } catch (JsonProcessingException e) {
            String what = e instanceof StreamConstraintsException ? "too large: " : "not JSON: ";
            throw new DocumentFormatException(place(parser.currentLocation()) + what + e.getOriginalMessage());
        } finally {
            parser.close();
        }
    }

    void object(Member member) throws IOException, DocumentFormatException {
        require(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    void array(Element element) throws IOException, DocumentFormatException {
        require(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    boolean isNumber() {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    String text() throws IOException, DocumentFormatException {
        require(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    /** A whole number that is not negative. */
    long count() throws IOException, DocumentFormatException {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
            throw wrong("a whole number from 0 to 2^63-1");
        }
        return parser.getLongValue();
    }

    /** A whole number, also one below zero. */
    long number() throws IOException, DocumentFormatException {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong("a whole number of at most 64 bits");
        }
        return parser.getLongValue();
    }

    /** An unsigned number of 64 bits, as a string. */
    long address() throws IOException, DocumentFormatException {
        String text = text();
        if (!ADDRESS.matcher(text).matches()) {
            throw wrong("an address such as \"0x7f00a000\"");
        }
        return Long.parseUnsignedLong(text.substring(2), 16);
    }

    Instant instant() throws IOException, DocumentFormatException {
        String text = text();
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong("a time such as \"2026-03-01T10:00:00Z\"");
        }
    }

    /** That what was read last is not as it must be. */
    DocumentFormatException wrong(String allowed) throws IOException {
        String found = parser.currentToken() == null ? "the end of the file" : word();
        return new DocumentFormatException(place(parser.currentTokenLocation()) + found + ", expected " + allowed);
    }

    private String word() throws IOException {
        JsonToken token = parser.currentToken();
        String text = Lines.shortened(Printable.of(String.valueOf(parser.getText())), 40);
        return token == JsonToken.VALUE_STRING ? "\"" + text + "\"" : text;
    }

    private void require(JsonToken token, String allowed) throws IOException, DocumentFormatException {
        if (parser.currentToken() != token) {
            throw wrong(allowed);
        }
    }

    private static String place(JsonLocation location) {
        return "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
    }
}
