package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;

/** What a parser notes beside the value while it goes through one file. */
final class ParseNotes {

    /** More would tell nobody anything; the last one says that there were more. */
    static final int MAX_DAMAGE = 64;

    private static final int MAX_UNKNOWN = 4096;
    private static final int MAX_TEXT = 120;

    private final String path;
    private final List<String> unknown = new ArrayList<>();
    private final List<Damage> damage = new ArrayList<>();

    ParseNotes(String path) {
        this.path = path;
    }

    /**
     * Notes for a text file whose every line the kernel ends with a newline: an empty file, and a last line that was cut,
     * are noted at once.
     *
     * @param allowed what an empty file should hold
     */
    static ParseNotes ofLines(SourceText file, String allowed) {
        ParseNotes notes = new ParseNotes(file.path());
        if (file.text().isEmpty()) {
            notes.damage(0, "an empty file", allowed);
        } else if (!file.text().endsWith("\n")) {
            List<String> lines = file.lines();
            notes.damage(lines.size(), lines.get(lines.size() - 1), "a line feed at the end: the file was cut");
        }
        return notes;
    }

    /** Notes a damaged place; line 0 for the file as a whole. */
    void damage(int line, String found, String allowed) {
        if (damage.size() < MAX_DAMAGE) {
            damage.add(new Damage(path, line, shorten(found), allowed));
        } else if (damage.size() == MAX_DAMAGE) {
            damage.add(new Damage(path, line, shorten(found), allowed + " (further damage is not listed)"));
        }
    }

    boolean undamaged() {
        return damage.isEmpty();
    }

    /** Keeps a line or field that the parser does not know. */
    void unknown(String text) {
        if (unknown.size() < MAX_UNKNOWN) {
            unknown.add(text);
        }
    }

    /** The value with these notes. */
    <T> Parsed<T> with(T value) {
        return new Parsed<>(value, unknown, damage);
    }

    private static String shorten(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\x%02x".formatted((int) c));
        }
        return text.length() > MAX_TEXT ? shown.append(" …").toString() : shown.toString();
    }
}
