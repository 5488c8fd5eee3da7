package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.map.MapWindow;
import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.check.map.UsageBasis;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A process's map for scripts. Its form is published: {@code map.schema.json} beside this class. */
public final class MapJson {

    /** Version of the form, as that of {@link JsonReport#SCHEMA_VERSION}. */
    public static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public MapJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one map. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(ProcessMap map, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> members(map, json));
    }

    /**
     * The members of a map's object, for a document that holds more.
     *
     * @param json inside the object, which the caller ends
     */
    public void members(ProcessMap map, JsonGenerator json) throws IOException {
        JsonFacts facts = new JsonFacts(json);
        facts.head("map", SCHEMA_VERSION, toolVersion, Optional.of(map.origin()));
        process(map, json, facts);
        json.writeStringField("usageFrom", lower(map.basis()));
        json.writeObjectFieldStart("totals");
        totals(json, Totals.of(map.ranges()));
        elsewhere(json, map, map.ranges());
        if (map.tables().vmPteBytes().isPresent()) {
            json.writeNumberField("vmPteBytes", map.tables().vmPteBytes().getAsLong());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("owners");
        for (OwnerTotals owner : OwnerTotals.of(map.ranges())) {
            json.writeStartObject();
            json.writeStringField("owner", owner.owner().word());
            totals(json, owner.totals());
            elsewhere(json, map, owner.ranges());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("mappings");
        Map<String, MapWindow> windows = new LinkedHashMap<>();
        for (OwnedRange range : map.ranges()) {
            Optional<MapWindow> window = map.windows().window(range);
            window.ifPresent(w -> windows.put(w.name(), w));
            mapping(json, facts, range, window);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("windows");
        for (MapWindow window : windows.values()) {
            json.writeStartObject();
            json.writeStringField("name", window.name());
            facts.hex("start", window.range().start().value());
            facts.hex("end", window.range().end().value());
            json.writeNumberField("randomBits", window.randomBits());
            json.writeStringField("rule", window.rule());
            json.writeEndObject();
        }
        json.writeEndArray();
        facts.texts("notes", map.notes());
        json.writeObjectFieldStart("took");
        json.writeNumberField("totalMillis", map.times().total().toMillis());
        json.writeNumberField("smapsMillis", map.times().smaps().toMillis());
        json.writeNumberField("parsingMillis", map.times().parsing().toMillis());
        json.writeNumberField("pagesMillis", map.times().pages().toMillis());
        json.writeNumberField("memoryMillis", map.times().memory().toMillis());
        json.writeNumberField("askMillis", map.times().ask().toMillis());
        json.writeEndObject();
    }

    private static void process(ProcessMap map, JsonGenerator json, JsonFacts facts) throws IOException {
        json.writeObjectFieldStart("process");
        json.writeNumberField("pid", map.pid());
        if (map.startTime().isPresent()) {
            json.writeStringField("startTime", map.startTime().get().toString());
        } else {
            json.writeNullField("startTime");
        }
        json.writeNumberField("startTimeTicks", map.startTimeTicks());
        facts.text("comm", map.comm());
        facts.text("command", map.command());
        json.writeNumberField("threads", map.threads());
        if (map.jvm().isPresent()) {
            JvmIdentity jvm = map.jvm().get();
            json.writeObjectFieldStart("jvm");
            facts.text("version", jvm.version());
            if (jvm.name().isPresent()) {
                facts.text("name", jvm.name().get());
            }
            if (jvm.collector().isPresent()) {
                facts.text("collector", jvm.collector().get());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void totals(JsonGenerator json, Totals totals) throws IOException {
        json.writeNumberField("reservedBytes", totals.reservedBytes());
        json.writeNumberField("committedBytes", totals.committedBytes());
        usage(json, totals.usage());
        json.writeNumberField("mappings", totals.mappings());
    }

    private static String lower(UsageBasis basis) {
        return basis.name().toLowerCase(Locale.ROOT);
    }

    /** What smaps does not tell: page tables, and on which nodes the memory stands. */
    private static void elsewhere(JsonGenerator json, ProcessMap map, List<OwnedRange> ranges) throws IOException {
        if (map.tables().known()) {
            json.writeNumberField(
                    "pageTableBytes",
                    ranges.stream().mapToLong(map.tables()::of).sum());
        }
        SortedMap<Integer, Long> nodes = new TreeMap<>();
        ranges.forEach(r -> map.nodes().of(r).forEach((node, bytes) -> nodes.merge(node, bytes, Long::sum)));
        if (!nodes.isEmpty()) {
            json.writeArrayFieldStart("nodes");
            for (Map.Entry<Integer, Long> node : nodes.entrySet()) {
                json.writeStartObject();
                json.writeNumberField("node", node.getKey());
                json.writeNumberField("residentBytes", node.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeNumberField("residentBytes", usage.residentBytes());
        json.writeNumberField("pssBytes", usage.pssBytes());
        json.writeNumberField("swapBytes", usage.swapBytes());
        json.writeNumberField("hugeBytes", usage.largePageBytes());
        json.writeNumberField("hugetlbBytes", usage.hugetlbBytes());
    }

    private static void mapping(JsonGenerator json, JsonFacts facts, OwnedRange range, Optional<MapWindow> window)
            throws IOException {
        json.writeStartObject();
        facts.hex("start", range.range().start().value());
        facts.hex("end", range.range().end().value());
        json.writeStringField("permissions", range.permissions());
        json.writeStringField("owner", range.owner().word());
        facts.text("label", range.label());
        json.writeNumberField("committedBytes", range.committedBytes());
        usage(json, range.usage());
        if (range.file().isPresent()) {
            facts.text("file", range.file().get());
            facts.hex("fileOffset", range.fileOffset().orElse(0));
        }
        if (range.name().isPresent()) {
            facts.text("name", range.name().get());
        }
        facts.text("evidence", range.evidence());
        if (window.isPresent()) {
            json.writeStringField("window", window.get().name());
        }
        json.writeEndObject();
    }
}
