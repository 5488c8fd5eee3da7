package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * /proc/cpuinfo. Every architecture has keys and blocks of its own: x86, arm64, riscv and ppc print one block a processor;
 * arm, ppc and mips one for the machine as well; s390 first one for all processors with lines {@code processor 0: …},
 * then, where the machine tells its clock, one a processor that begins with {@code cpu number}.
 *
 * <p>Source: show_cpuinfo of arch/…/kernel (setup.c, cpu.c, cpuinfo.c, proc.c).
 *
 * @param blocks in the file's order
 */
public record CpuInfo(List<CpuInfoBlock> blocks) {

    private static final Pattern S390_PROCESSOR = Pattern.compile("processor [0-9]+");

    /** Copies the list. */
    public CpuInfo {
        blocks = List.copyOf(blocks);
    }

    /** Reads the file. */
    public static Parsed<CpuInfo> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"<key> : <value>\" lines");
        List<CpuInfoBlock> blocks = new ArrayList<>();
        Map<String, String> open = new LinkedHashMap<>();
        List<String> lines = file.lines();
        int first = 1;
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            int colon = text.indexOf(':');
            if (text.isBlank()) {
                close(blocks, open, first);
                first = i + 2;
            } else if (colon < 0) {
                notes.unknown(text);
            } else {
                open.putIfAbsent(
                        text.substring(0, colon).strip(),
                        text.substring(colon + 1).strip());
            }
        }
        close(blocks, open, first);
        if (blocks.isEmpty() && !file.text().isEmpty()) {
            notes.damage(0, "no key and value", "\"<key> : <value>\" lines");
        }
        return notes.with(new CpuInfo(blocks));
    }

    /** The first value of a key in any block. */
    public Optional<String> value(String key) {
        return blocks.stream().flatMap(b -> b.value(key).stream()).findFirst();
    }

    /** The words of the first value of a key: {@code flags} on x86, {@code Features} on arm and arm64. */
    public List<String> words(String key) {
        return value(key).stream()
                .flatMap(v -> Arrays.stream(v.split("\\s+", -1)))
                .filter(w -> !w.isEmpty())
                .toList();
    }

    /** How many processors have a block or, on s390, a line {@code processor N: …}. */
    public int processors() {
        long blocksOfProcessors =
                blocks.stream().filter(b -> b.value("processor").isPresent()).count();
        long linesOfProcessors = blocks.stream()
                .flatMap(b -> b.fields().keySet().stream())
                .filter(key -> S390_PROCESSOR.matcher(key).matches())
                .count();
        return (int) (blocksOfProcessors + linesOfProcessors);
    }

    private static void close(List<CpuInfoBlock> blocks, Map<String, String> open, int first) {
        if (!open.isEmpty()) {
            blocks.add(new CpuInfoBlock(open, first));
            open.clear();
        }
    }
}
