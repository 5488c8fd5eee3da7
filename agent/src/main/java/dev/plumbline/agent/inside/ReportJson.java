package dev.plumbline.agent.inside;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.report.JsonDocument;
import dev.plumbline.inspector.report.MapJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A snapshot as {@code plumb map --json} writes a map, with the member {@code agent} besides. */
final class ReportJson {

    private ReportJson() {}

    static void write(Snapshot snapshot, List<String> troubles, OutputStream out) throws IOException {
        String version = ToolVersion.number();
        JsonDocument.write(out, json -> {
            if (snapshot.map().isPresent()) {
                new MapJson(version).members(snapshot.map().get(), json);
            }
            agent(snapshot, troubles, json);
        });
    }

    private static void agent(Snapshot snapshot, List<String> troubles, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("agent");
        json.writeNumberField("snapshot", snapshot.number());
        json.writeStringField("takenAt", snapshot.taken().toString());
        json.writeNumberField("costMillis", snapshot.cost().toMillis());
        json.writeArrayFieldStart("verdicts");
        for (VerdictRow row : snapshot.verdicts()) {
            json.writeStartObject();
            json.writeStringField("check", row.check());
            json.writeStringField("subject", row.subject());
            json.writeStringField("verdict", row.verdict());
            json.writeStringField("observed", row.observed());
            json.writeStringField("expected", row.expected());
            json.writeStringField("because", row.because());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("troubles");
        for (String trouble : troubles) {
            json.writeString(trouble);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
