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

    /** The further traces: release, machine. */
    static final List<String> RECORDED = List.of(
                    "5.10-200-seed11",
                    "5.10-256-std",
                    "5.10-300-seed12",
                    "5.10-768-seed14-thp",
                    "5.10-dma-seed13",
                    "6.1-192-frag-seed2",
                    "6.1-192-frag-std",
                    "6.1-1g-cma-seed6",
                    "6.1-200-seed11",
                    "6.1-256-std",
                    "6.1-2g-kernelcore-seed4",
                    "6.1-300-seed12",
                    "6.1-512-seed1",
                    "6.1-512-std",
                    "6.1-5g-numa-seed5",
                    "6.1-768-seed14-thp",
                    "6.1-dma-seed13",
                    "6.1-dma-seed3",
                    "6.1-dma-std",
                    "6.1-smp2-seed21",
                    "6.1-smp4-std",
                    "6.12-192-frag-seed2",
                    "6.12-192-frag-std",
                    "6.12-1g-cma-seed6",
                    "6.12-200-seed11",
                    "6.12-256-std",
                    "6.12-2g-kernelcore-seed4",
                    "6.12-300-seed12",
                    "6.12-512-seed1",
                    "6.12-512-std",
                    "6.12-5g-numa-seed5",
                    "6.12-768-seed14-thp",
                    "6.12-dma-seed13",
                    "6.12-dma-seed3",
                    "6.12-dma-std",
                    "6.12-smp4-std",
                    "7.2-192-frag-seed2",
                    "7.2-192-frag-std",
                    "7.2-1g-cma-seed6",
                    "7.2-200-seed11",
                    "7.2-256-std",
                    "7.2-2g-kernelcore-seed4",
                    "7.2-300-seed12",
                    "7.2-512-seed1",
                    "7.2-512-std",
                    "7.2-5g-numa-seed5",
                    "7.2-768-seed14-thp",
                    "7.2-dma-seed13",
                    "7.2-dma-seed3",
                    "7.2-dma-std")
            .stream()
            .map(name -> "recorded/" + name)
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
