package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.compare.BaselineOrigin;
import dev.plumbline.inspector.check.compare.Comparison;
import dev.plumbline.inspector.check.compare.Difference;
import dev.plumbline.inspector.check.compare.Difference.Outcome;
import java.io.IOException;
import java.io.OutputStream;

/** Two machines beside each other, for scripts. Its form is published: {@code compare.schema.json}. */
public final class CompareJson {

    /** Version of the form; see {@link JsonReport#SCHEMA_VERSION}. */
    public static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public CompareJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one document. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(Comparison comparison, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.tool(SCHEMA_VERSION, toolVersion);
            json.writeStringField("command", "compare");
            side(facts, json, "first", comparison.first());
            side(facts, json, "second", comparison.second());
            json.writeObjectFieldStart("summary");
            json.writeBooleanField("same", comparison.isSame());
            json.writeNumberField("quantities", comparison.differences().size());
            for (Outcome outcome : Outcome.values()) {
                json.writeNumberField(member(outcome), comparison.count(outcome));
            }
            json.writeEndObject();
            json.writeArrayFieldStart("differences");
            for (Difference difference : comparison.differences()) {
                if (difference.outcome() != Outcome.SAME) {
                    difference(facts, json, difference);
                }
            }
            json.writeEndArray();
        });
    }

    private static String member(Outcome outcome) {
        return outcome == Outcome.SAME ? "agreeing" : outcome == Outcome.NOT_COMPARED ? "notCompared" : outcome.word();
    }

    private static void side(JsonFacts facts, JsonGenerator json, String name, BaselineOrigin origin)
            throws IOException {
        json.writeObjectFieldStart(name);
        BaselineJson.origin(facts, json, origin);
        json.writeEndObject();
    }

    private static void difference(JsonFacts facts, JsonGenerator json, Difference difference) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", difference.key().kind().id());
        facts.text("subject", difference.key().subject());
        json.writeStringField("concern", difference.key().kind().concern().word());
        json.writeStringField("outcome", difference.outcome().word());
        if (!difference.key().kind().unit().isEmpty()) {
            json.writeStringField("unit", difference.key().kind().unit());
        }
        BaselineJson.value(facts, json, "first", difference.first());
        BaselineJson.value(facts, json, "second", difference.second());
        facts.text("because", difference.because());
        json.writeEndObject();
    }
}
