package dev.plumbline.inspector.observed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads a kernel's configuration: {@code /boot/config-*} as text, {@code /proc/config.gz} compressed.
 *
 * <p>Source: scripts/kconfig/confdata.c, conf_write: {@code CONFIG_X=value} or {@code # CONFIG_X is not set}, comments
 * with {@code #}, empty lines; in strings {@code "} and {@code \} are escaped with a backslash.
 */
public final class KernelConfigParser {

    /** Ten times the largest distribution's configuration. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int CHUNK = 1 << 16;
    private static final Pattern SET = Pattern.compile("(CONFIG_[A-Za-z0-9_]+)=(\\S.*)");
    private static final Pattern HEADING = Pattern.compile("# Linux/\\S+ ([0-9]+\\.[0-9]+\\S*) Kernel Configuration");
    private static final Pattern NOT_SET = Pattern.compile("# (CONFIG_[A-Za-z0-9_]+) is not set");

    private KernelConfigParser() {}

    /** Reads the file's bytes; compressed ones are recognised by gzip's magic number and unpacked to at most 4 MiB. */
    public static Parsed<KernelConfig> parse(String path, byte[] bytes) {
        if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return parse(SourceText.of(path, bytes));
        }
        ParseNotes notes = new ParseNotes(path);
        byte[] plain = unpack(bytes, notes);
        Parsed<KernelConfig> parsed = parse(SourceText.of(path, plain));
        parsed.damage().forEach(d -> notes.damage(d.line(), d.found(), d.allowed()));
        parsed.unknown().forEach(notes::unknown);
        return notes.with(parsed.value());
    }

    /** Reads the text. */
    public static Parsed<KernelConfig> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"CONFIG_<name>=<value>\" lines");
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Integer> numbered = new LinkedHashMap<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            Matcher set = SET.matcher(text);
            Matcher notSet = NOT_SET.matcher(text);
            if (set.matches()) {
                put(set.group(1), unquoted(set.group(2), i + 1, notes), values, numbered, i + 1, notes);
            } else if (notSet.matches()) {
                put(notSet.group(1), "n", values, numbered, i + 1, notes);
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                notes.damage(i + 1, text, "\"CONFIG_<name>=<value>\", a comment or an empty line");
            }
        }
        return notes.with(new KernelConfig(values, numbered, release(lines)));
    }

    /** Within the first lines, where kconfig's conf writes it (scripts/kconfig/confdata.c, mainmenu). */
    private static Optional<String> release(List<String> lines) {
        return lines.stream()
                .limit(8)
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .findFirst();
    }

    private static void put(
            String name,
            String value,
            Map<String, String> values,
            Map<String, Integer> numbered,
            int line,
            ParseNotes notes) {
        if (numbered.putIfAbsent(name, line) != null) {
            notes.damage(line, name, "each option once");
        } else {
            values.put(name, value);
        }
    }

    private static String unquoted(String value, int line, ParseNotes notes) {
        if (!value.startsWith("\"")) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        int i = 1;
        while (i < value.length() && value.charAt(i) != '"') {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            text.append(value.charAt(i++));
        }
        if (i != value.length() - 1) {
            notes.damage(line, value, "a string in double quotes");
        }
        return text.toString();
    }

    private static byte[] unpack(byte[] bytes, ParseNotes notes) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            int got;
            while ((got = in.read(chunk)) > 0) {
                if (plain.size() + got > MAX_BYTES) {
                    notes.damage(0, "more than " + MAX_BYTES + " bytes unpacked", "a kernel's configuration");
                    return plain.toByteArray();
                }
                plain.write(chunk, 0, got);
            }
        } catch (IOException e) {
            notes.damage(
                    0, "broken gzip data after " + plain.size() + " bytes: " + e.getMessage(), "a whole gzip file");
        }
        return plain.toByteArray();
    }
}
