package dev.plumbline.inspector.report;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.ReadTimes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The lines that say of which process a map is. */
final class MapHeader {

    private MapHeader() {}

    static List<String> lines(ProcessMap map, TextStyle style) {
        List<String> process = new ArrayList<>();
        process.add("pid %d %s".formatted(map.pid(), map.comm()));
        process.add((map.origin() instanceof Origin.Live ? "host " : "capture ")
                + map.origin().name());
        map.jvm().ifPresent(jvm -> {
            process.add(jvm.name().map(n -> n + " " + jvm.version()).orElse("JVM " + jvm.version()));
            jvm.collector().ifPresent(c -> process.add("collector " + c));
        });
        List<String> facts = new ArrayList<>();
        map.startTime().ifPresent(start -> facts.add("started " + start.truncatedTo(ChronoUnit.SECONDS)));
        facts.add(map.threads() == 1 ? "1 thread" : "%,d threads".formatted(map.threads()));
        facts.add(map.vmas() == 1 ? "1 mapping" : "%,d mappings".formatted(map.vmas()));

        List<String> lines = joined(process, style);
        String command = Printable.of(map.command());
        if (style.columns().isPresent() && !style.verbose()) {
            lines.add("  " + Lines.shortened(command, style.columns().getAsInt() - 2));
        } else {
            lines.addAll(Lines.wrap("  " + command, 4, style.columns()));
        }
        lines.addAll(Lines.wrap("  " + String.join(" · ", facts), 2, style.columns()));
        if (style.verbose() && !map.times().equals(ReadTimes.NONE)) {
            lines.addAll(Lines.wrap("  " + took(map.times()), 2, style.columns()));
        }
        return lines;
    }

    private static String took(ReadTimes times) {
        return "read in %d ms: smaps %d (the kernel's), parsing %d, pages %d, memory %d, asking %d"
                .formatted(
                        times.total().toMillis(),
                        times.smaps().toMillis(),
                        times.parsing().toMillis(),
                        times.pages().toMillis(),
                        times.memory().toMillis(),
                        times.ask().toMillis());
    }

    /** Facts beside each other, broken between them. */
    private static List<String> joined(List<String> facts, TextStyle style) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String fact : facts) {
            String longer = line.isEmpty() ? fact : line + " · " + fact;
            if (!line.isEmpty() && Lines.length(longer) > style.columns().orElse(Integer.MAX_VALUE)) {
                lines.addAll(Lines.wrap(Printable.of(line), 4, style.columns()));
                line = "  " + fact;
            } else {
                line = longer;
            }
        }
        lines.addAll(Lines.wrap(Printable.of(line), 4, style.columns()));
        return lines;
    }
}
