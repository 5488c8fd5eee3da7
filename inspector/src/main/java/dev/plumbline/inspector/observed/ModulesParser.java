package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads /proc/modules.
 *
 * <p>Source: kernel/module/procfs.c, m_show: name, size, references and users ({@code "- -"} without
 * CONFIG_MODULE_UNLOAD, {@code "-"} for no user, else names each with a comma; {@code [permanent],} for a module that
 * cannot go), state, address, taints.
 */
public final class ModulesParser {

    private static final Pattern FORM = Pattern.compile(
            "(\\S+) ([0-9]{1,20}) (-|[0-9]{1,20}) (\\S+) (Live|Loading|Unloading) (0x[0-9a-f]{1,16})(?: \\(([A-Z+-]+)\\))?");

    private ModulesParser() {}

    /** Reads the file; an empty one means that no module is loaded. */
    public static Parsed<Modules> parse(SourceText file) {
        ParseNotes notes = file.text().isEmpty() ? new ParseNotes(file.path()) : ParseNotes.ofLines(file, "modules");
        List<KernelModule> modules = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher m = FORM.matcher(lines.get(i));
            OptionalLong size = m.matches() ? KernelNumber.count(m.group(2)) : OptionalLong.empty();
            if (size.isEmpty()) {
                notes.damage(i + 1, lines.get(i), "\"<name> <size> <references> <users> <state> 0x<address>\"");
                continue;
            }
            modules.add(new KernelModule(
                    m.group(1),
                    size.getAsLong(),
                    KernelNumber.count(m.group(3)),
                    users(m.group(4)),
                    m.group(5),
                    KernelNumber.prefixedHex(m.group(6)).orElseThrow(),
                    m.group(7) == null ? "" : m.group(7),
                    i + 1));
        }
        return notes.with(new Modules(modules));
    }

    private static List<String> users(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(u -> !u.isEmpty() && !u.equals("-"))
                .toList();
    }
}
