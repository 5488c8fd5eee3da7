package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.observed.trace.BuddyTraceParser;
import dev.plumbline.inspector.observed.trace.DamagedTraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The recorded traces of the fixtures, and what is known beside them. */
final class RecordedTraces {

    /** The captures' own traces. */
    static final List<String> CAPTURES = List.of(
            "i386-nonpae",
            "i386-pae",
            "x86_64-4level",
            "x86_64-4level-pti",
            "x86_64-5level",
            "x86_64-movable-huge",
            "x86_64-newest-6.12");

    private static final List<String> MACHINES = List.of(
            "192-frag-seed2",
            "192-frag-std",
            "1g-cma-seed6",
            "2g-kernelcore-seed4",
            "512-seed1",
            "512-std",
            "5g-numa-seed5",
            "dma-seed3",
            "dma-std");

    /** The further traces of each release. */
    static final List<String> RECORDED = List.of("6.1", "6.12", "7.2").stream()
            .flatMap(release -> MACHINES.stream().map(machine -> "recorded/" + release + "-" + machine))
            .toList();

    private RecordedTraces() {}

    static String text(String name) throws IOException {
        try (InputStream in = RecordedTraces.class.getResourceAsStream("/buddy/" + name + ".csv.gz");
                GZIPInputStream plain = new GZIPInputStream(Objects.requireNonNull(in, name))) {
            return new String(plain.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    static BuddyTrace trace(String name) throws IOException, DamagedTraceException {
        return parse(text(name));
    }

    static BuddyTrace parse(String text) throws DamagedTraceException {
        return BuddyTraceParser.parse(new SourceText("trace.csv", text));
    }

    /** What the recorder printed of the state that the form leaves out, by the kernel's names. */
    static Map<String, Integer> state(String name) throws IOException {
        Map<String, Integer> state = new HashMap<>();
        try (InputStream in = RecordedTraces.class.getResourceAsStream("/buddy/" + name + ".state")) {
            String text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
            for (String line : text.lines().filter(l -> l.startsWith("#state,")).toList()) {
                String[] words = line.split(",", -1);
                for (int i = 1; i + 1 < words.length; i += 2) {
                    state.put(words[i], Integer.parseInt(words[i + 1]));
                }
            }
        }
        return state;
    }

    /** The release that a trace was recorded on. */
    static String release(String name) {
        if (name.startsWith("recorded/")) {
            return name.substring("recorded/".length(), name.indexOf('-'));
        }
        return name.endsWith("6.12") ? "6.12" : "6.1";
    }

    /** The trace without the frames and counts of its steps. */
    static String blanked(String text) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> {
            String[] fields = line.split(",", -1);
            boolean step = fields[0].equals("step") && !fields[2].equals("s");
            out.append(step ? String.join(",", List.of(fields).subList(0, 5)) + ",".repeat(fields.length - 5) : line)
                    .append('\n');
        });
        return out.toString();
    }
}
