package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /proc/PID/smaps}: a stanza a mapping, its head the line of {@code maps}, then a field a line, {@code VmFlags} among
 * them in every stanza since 3.8. Empty for kernel threads and zombies.
 */
public final class SmapsParser {

    private final LineScanner lines;
    private final ParseNotes notes;
    private final VmaLineReader heads;
    private final SmapsFieldReader fields;
    private final List<SmapsVma> stanzas = new ArrayList<>();
    private Optional<Vma> head = Optional.empty();

    private SmapsParser(SourceText file) {
        lines = new LineScanner(file.text());
        notes = new ParseNotes(file.path());
        heads = new VmaLineReader(lines, notes);
        fields = new SmapsFieldReader(lines, notes);
    }

    /** Every stanza with a head that describes a mapping; a stanza cut short is in the list and is damage. */
    public static Parsed<List<SmapsVma>> parse(SourceText file) {
        SmapsParser parser = new SmapsParser(file);
        parser.run();
        return parser.notes.with(List.copyOf(parser.stanzas));
    }

    private void run() {
        boolean inStanza = false;
        while (lines.nextLine()) {
            if (!lines.terminated()) {
                notes.damage(lines.lineNumber(), lines.line(), "a line feed at the end: the file was cut");
                break;
            }
            if (startsLikeHead(lines.peek())) {
                finish();
                head = heads.read();
                inStanza = true;
            } else if (inStanza) {
                fields.read();
            } else {
                notes.damage(lines.lineNumber(), lines.line(), VmaLineReader.ALLOWED);
            }
        }
        finish();
    }

    /** Heads begin with a lower-case hexadecimal digit; the names of fields begin with a capital. */
    private static boolean startsLikeHead(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private void finish() {
        NumberFields sizes = fields.finishSizes();
        NumberFields numbers = fields.finishNumbers();
        Optional<List<String>> flags = fields.finishFlags();
        if (head.isEmpty()) {
            return;
        }
        Vma vma = head.get();
        if (flags.isEmpty() || !sizes.containsKey("Rss")) {
            notes.damage(vma.line(), vma.range().toString(), "a stanza with Rss and VmFlags: it was cut");
        }
        stanzas.add(new SmapsVma(vma, sizes, numbers, flags.orElse(List.of())));
        head = Optional.empty();
    }
}
