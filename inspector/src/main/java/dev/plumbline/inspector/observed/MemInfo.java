package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * /proc/meminfo, or a node's meminfo, whose lines begin with {@code Node N}.
 *
 * <p>Source: fs/proc/meminfo.c, meminfo_proc_show; drivers/base/node.c, node_read_meminfo. "kB" is KiB.
 *
 * @param kib the quantities printed with kB
 * @param counts those printed without a unit, such as {@code HugePages_Total}
 * @param lines the line of each, 1-based
 */
public record MemInfo(Map<String, Long> kib, Map<String, Long> counts, Map<String, Integer> lines) {

    /** Copies the maps; their order stays the file's. */
    public MemInfo {
        kib = Collections.unmodifiableMap(new LinkedHashMap<>(kib));
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        lines = Map.copyOf(lines);
    }

    /** Reads the file. */
    public static Parsed<MemInfo> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"MemTotal: <n> kB\" and further quantities");
        Map<String, Long> kib = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Integer> numbered = new LinkedHashMap<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            int colon = text.indexOf(':');
            String[] value = text.substring(colon + 1).strip().split(" +", -1);
            OptionalLong number = KernelNumber.count(value[0]);
            boolean hasUnit = value.length == 2 && value[1].equals("kB");
            if (colon < 1 || number.isEmpty() || (!hasUnit && value.length != 1)) {
                notes.damage(i + 1, text, "\"<name>: <n> kB\" or \"<name>: <n>\"");
                continue;
            }
            String name = text.substring(0, colon).replaceFirst("^Node [0-9]+ ", "");
            if (numbered.putIfAbsent(name, i + 1) != null) {
                notes.damage(i + 1, text, "each quantity once");
            }
            (hasUnit ? kib : counts).putIfAbsent(name, number.getAsLong());
        }
        if (!file.text().isEmpty() && !kib.containsKey("MemTotal")) {
            notes.damage(0, "no MemTotal", "MemTotal in every kernel's meminfo");
        }
        return notes.with(new MemInfo(kib, counts, numbered));
    }

    /** A quantity in KiB; empty if the kernel did not print it. */
    public OptionalLong kib(String name) {
        Long value = kib.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A plain count; empty if the kernel did not print it. */
    public OptionalLong count(String name) {
        Long value = counts.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The line of a quantity; 0 if the kernel did not print it. */
    public int lineOf(String name) {
        return lines.getOrDefault(name, 0);
    }
}
