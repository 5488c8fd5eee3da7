package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.observed.Kallsyms.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads /proc/kallsyms in one pass; it has 4 to 12 MB.
 *
 * <p>Source: kernel/kallsyms.c, s_show: {@code "%px %c %s\n"}, for modules {@code "%px %c %s\t[%s]\n"}; all addresses of a
 * kernel have the same number of digits. scripts/kallsyms.c, make_percpus_absolute: per-CPU offsets get the letter A.
 */
public final class KallsymsParser {

    /** KSYM_NAME_LEN is 512; with address, type and module's name a line stays below this. */
    private static final int MAX_LINE = 1024;

    private static final int MAX_KEPT = 1 << 16;
    private static final int BUFFER = 1 << 16;
    private static final String ALLOWED =
            "\"<8 or 16 hex digits> <letter> <name>\", for modules with a tab and [<module>]";

    private final ParseNotes notes;
    private final Predicate<String> wanted;
    private final Consumer<KernelSymbol> visitor;
    private final Map<Kind, SymbolExtent> extents = new EnumMap<>(Kind.class);
    private final Map<String, List<KernelSymbol>> found = new HashMap<>();
    private int kept;
    private int digits;
    private long count;
    private boolean seenAddress;
    private boolean inZeroBasedPerCpu;

    private KallsymsParser(String path, Predicate<String> wanted, Consumer<KernelSymbol> visitor) {
        this.notes = new ParseNotes(path);
        this.wanted = wanted;
        this.visitor = visitor;
    }

    /**
     * Reads the stream to its end.
     *
     * @param wanted the names of the symbols to keep; at most 65536 are kept
     * @throws IOException if the stream fails
     */
    public static Parsed<Kallsyms> parse(String path, InputStream in, Predicate<String> wanted) throws IOException {
        return parse(path, in, wanted, symbol -> {});
    }

    /**
     * Reads the stream to its end.
     *
     * @param wanted the names of the symbols to keep; at most 65536 are kept
     * @param visitor is shown every symbol that has a place in memory, in the file's order
     * @throws IOException if the stream fails
     */
    public static Parsed<Kallsyms> parse(
            String path, InputStream in, Predicate<String> wanted, Consumer<KernelSymbol> visitor) throws IOException {
        KallsymsParser parser = new KallsymsParser(path, wanted, visitor);
        parser.readLines(in);
        return parser.finish();
    }

    private void readLines(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream, BUFFER);
        byte[] line = new byte[MAX_LINE];
        byte[] block = new byte[BUFFER];
        int length = 0;
        int number = 1;
        int got;
        while ((got = in.read(block)) > 0) {
            for (int i = 0; i < got; i++) {
                if (block[i] == '\n') {
                    line(line, length, number++);
                    length = 0;
                } else if (length < MAX_LINE) {
                    line[length++] = block[i];
                }
            }
        }
        if (length > 0) {
            notes.damage(number, text(line, 0, length), "a line feed at the end: the file was cut");
        } else if (number == 1) {
            notes.damage(0, "an empty file", ALLOWED);
        }
    }

    private void line(byte[] line, int length, int number) {
        int space = 0;
        long address = 0;
        while (space < length && space <= 16 && KernelNumber.hexDigit(line[space]) >= 0) {
            address = (address << 4) | KernelNumber.hexDigit(line[space++]);
        }
        if (digits == 0 && (space == 8 || space == 16)) {
            digits = space;
        }
        boolean formed = space == digits
                && digits != 0
                && length > space + 3
                && length < MAX_LINE
                && line[space] == ' '
                && line[space + 1] > ' '
                && line[space + 2] == ' ';
        if (!formed) {
            notes.damage(number, text(line, 0, length), ALLOWED);
            return;
        }
        int nameStart = space + 3;
        int nameEnd = nameStart;
        while (nameEnd < length && line[nameEnd] != '\t') {
            nameEnd++;
        }
        boolean hasModule = nameEnd + 3 < length && line[nameEnd + 1] == '[' && line[length - 1] == ']';
        if (nameEnd == nameStart || (nameEnd < length && !hasModule)) {
            notes.damage(number, text(line, 0, length), ALLOWED);
            return;
        }
        String module = hasModule ? text(line, nameEnd + 2, length - 1) : "";
        String name = text(line, nameStart, nameEnd);
        add(new KernelSymbol(address, (char) line[space + 1], name, module, number));
    }

    private void add(KernelSymbol symbol) {
        count++;
        seenAddress |= symbol.address() != 0;
        Kind kind = kindOf(symbol);
        SymbolExtent known = extents.get(kind);
        extents.put(kind, known == null ? SymbolExtent.of(symbol) : known.with(symbol));
        if (kind != Kind.ABSOLUTE) {
            visitor.accept(symbol);
        }
        if (kept < MAX_KEPT && wanted.test(symbol.name())) {
            kept++;
            found.computeIfAbsent(symbol.name(), n -> new ArrayList<>()).add(symbol);
        }
    }

    private Kind kindOf(KernelSymbol symbol) {
        if (!symbol.module().isEmpty()) {
            boolean generated = symbol.module().equals("bpf") || symbol.module().startsWith("__builtin__");
            return generated ? Kind.GENERATED : Kind.MODULE;
        }
        if (symbol.name().equals("__per_cpu_start")) {
            inZeroBasedPerCpu = symbol.address() == 0;
        }
        boolean absolute = symbol.type() == 'A' || symbol.type() == 'a' || (inZeroBasedPerCpu && !symbol.isText());
        if (symbol.name().equals("__per_cpu_end")) {
            inZeroBasedPerCpu = false;
        }
        return absolute ? Kind.ABSOLUTE : Kind.CORE;
    }

    private Parsed<Kallsyms> finish() {
        return notes.with(new Kallsyms(digits * 4, count, count > 0 && !seenAddress, extents, found));
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
