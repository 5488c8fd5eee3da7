package dev.plumbline.inspector.observed.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of one line of comma-separated values, and the complaint about any of them. */
final class TraceFields {

    private static final int MAX_HEX_DIGITS = 13;
    private static final int MAX_DIGITS = 18;

    private final String path;
    private final int line;
    private final String text;
    private final String[] fields;

    TraceFields(String path, int line, String text) {
        this.path = path;
        this.line = line;
        this.text = text;
        fields = text.split(",", -1);
    }

    int line() {
        return line;
    }

    String text() {
        return text;
    }

    int size() {
        return fields.length;
    }

    String field(int index, String meaning) throws DamagedTraceException {
        if (index >= fields.length) {
            throw damaged(text, meaning + " as field " + (index + 1));
        }
        return fields[index];
    }

    boolean isBlank(int index) {
        return fields[index].isBlank();
    }

    DamagedTraceException damaged(String found, String allowed) {
        return new DamagedTraceException(path, line, found, allowed);
    }

    long decimal(String word, String meaning) throws DamagedTraceException {
        if (word.isEmpty() || word.length() > MAX_DIGITS || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw damaged(word, meaning + ", a decimal number");
        }
        return Long.parseLong(word);
    }

    int number(int index, String meaning, int limit) throws DamagedTraceException {
        String word = field(index, meaning);
        long value = decimal(word, meaning);
        if (value >= limit) {
            throw damaged(word, meaning + " below " + limit);
        }
        return (int) value;
    }

    long frame(String word) throws DamagedTraceException {
        boolean hex = word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        if (word.isEmpty() || word.length() > MAX_HEX_DIGITS || !hex) {
            throw damaged(word, "a frame number in hexadecimal");
        }
        return Long.parseLong(word, 16);
    }

    List<Long> frames(int index) throws DamagedTraceException {
        List<Long> frames = new ArrayList<>();
        for (String word : field(index, "frame numbers").split(" ", -1)) {
            frames.add(frame(word));
        }
        return frames;
    }

    /** Names and numbers in turn, from a field on; {@code hexadecimal} says how numbers are written. */
    Map<String, Long> named(int from, boolean hexadecimal) throws DamagedTraceException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (int i = from; i < fields.length; i += 2) {
            String word = field(i + 1, "a number for " + fields[i]);
            numbers.put(fields[i], hexadecimal ? frame(word) : decimal(word, fields[i]));
        }
        return numbers;
    }
}
