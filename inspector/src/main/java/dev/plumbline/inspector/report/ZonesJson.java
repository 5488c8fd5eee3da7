package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.zones.Compared;
import dev.plumbline.inspector.check.zones.NodeView;
import dev.plumbline.inspector.check.zones.Refusal;
import dev.plumbline.inspector.check.zones.RequestRow;
import dev.plumbline.inspector.check.zones.ZoneReport;
import dev.plumbline.inspector.check.zones.ZoneView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Zones for scripts. The form is published: {@code zones.schema.json} beside this class. */
public final class ZonesJson {

    /** Version of the form, as that of {@link JsonReport#SCHEMA_VERSION}. */
    public static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public ZonesJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one report. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(ZoneReport report, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.head("zones", SCHEMA_VERSION, toolVersion, Optional.of(report.origin()));
            if (report.release().isPresent()) {
                facts.text("kernelRelease", report.release().get());
            }
            facts.text("machine", report.machine());
            if (report.pageKib().isPresent()) {
                json.writeNumberField("pageBytes", report.pageKib().getAsInt() * 1024L);
            }
            if (report.pageblockOrder().isPresent()) {
                json.writeNumberField("pageblockOrder", report.pageblockOrder().getAsInt());
            }
            if (report.minFree().isPresent()) {
                json.writeFieldName("minFreeKbytes");
                compared(json, report.minFree().get());
            }
            if (report.types().value().isEmpty()) {
                facts.notObservable("migrateTypes", report.types());
            }
            notPredicted(json, facts, report.notPredicted());
            json.writeArrayFieldStart("nodes");
            for (NodeView node : report.nodes()) {
                node(json, facts, node);
            }
            json.writeEndArray();
        });
    }

    private static void notPredicted(JsonGenerator json, JsonFacts facts, List<Verdict.NotObservable> reasons)
            throws IOException {
        json.writeArrayFieldStart("notPredicted");
        for (Verdict.NotObservable why : reasons) {
            json.writeStartObject();
            facts.text("because", why.because());
            facts.text("remedy", why.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void node(JsonGenerator json, JsonFacts facts, NodeView node) throws IOException {
        json.writeStartObject();
        json.writeNumberField("node", node.node());
        facts.texts("emptyZones", node.empty());
        facts.texts("zonelist", node.zonelist());
        json.writeArrayFieldStart("zones");
        for (ZoneView zone : node.zones()) {
            new ZoneJson(json, facts).write(zone);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("requests");
        for (RequestRow row : node.requests()) {
            request(json, facts, row);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void request(JsonGenerator json, JsonFacts facts, RequestRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", row.kind());
        json.writeNumberField("order", row.order());
        json.writeStringField(
                "outcome", row.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (row.servedBy().isPresent()) {
            facts.text("zone", row.servedBy().get());
        }
        json.writeArrayFieldStart("refusals");
        for (Refusal refusal : row.refusals()) {
            json.writeStartObject();
            facts.text("zone", refusal.zone());
            if (refusal instanceof Refusal.TooLow low) {
                json.writeStringField("because", "too-low");
                json.writeStringField("mark", low.mark());
                json.writeNumberField("usablePages", low.usablePages());
                json.writeNumberField("floorPages", low.floorPages());
            } else {
                json.writeStringField("because", "fragmented");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A number, and the verdict on it where a check speaks of it. */
    static void compared(JsonGenerator json, Compared number) throws IOException {
        json.writeStartObject();
        json.writeNumberField("value", number.value());
        if (number.verdict().isPresent()) {
            Verdict verdict = number.verdict().get();
            json.writeStringField("verdict", VerdictLabel.of(verdict).key());
            new JsonVerdict(json).values(verdict);
            json.writeStringField("because", Printable.of(verdict.because()));
        }
        json.writeEndObject();
    }
}
