package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.compare.Baseline;
import dev.plumbline.inspector.check.compare.BaselineOrigin;
import dev.plumbline.inspector.check.compare.Quantity;
import dev.plumbline.inspector.check.compare.QuantityKind;
import dev.plumbline.inspector.check.compare.Value;
import java.io.IOException;
import java.io.OutputStream;

/** A machine's quantities as a file to hold other machines against. Its form is published: {@code baseline.schema.json}. */
public final class BaselineJson {

    /**
     * Version of the form. The minor number rises when members or quantities are added, the major number when one that was
     * there changes its meaning or goes.
     */
    public static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public BaselineJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one document. The stream stays open.
     *
     * @param more members about how it came about; may write none
     * @throws IOException if the stream does
     */
    public void write(Baseline baseline, JsonDocument.Members more, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.tool(SCHEMA_VERSION, toolVersion);
            json.writeStringField("document", "baseline");
            json.writeObjectFieldStart("source");
            origin(facts, json, baseline.origin());
            json.writeEndObject();
            more.writeTo(json);
            json.writeArrayFieldStart("enumerated");
            for (QuantityKind kind : baseline.enumerated()) {
                json.writeString(kind.id());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("quantities");
            for (Quantity quantity : baseline.quantities()) {
                quantity(facts, json, quantity);
            }
            json.writeEndArray();
        });
    }

    static void origin(JsonFacts facts, JsonGenerator json, BaselineOrigin origin) throws IOException {
        json.writeStringField("kind", origin.kind().word());
        facts.text("name", origin.name());
        json.writeStringField("takenAt", origin.takenAt().toString());
    }

    private static void quantity(JsonFacts facts, JsonGenerator json, Quantity quantity) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", quantity.kind().id());
        facts.text("subject", quantity.subject());
        if (!quantity.kind().unit().isEmpty()) {
            json.writeStringField("unit", quantity.kind().unit());
        }
        value(facts, json, "value", quantity.value());
        json.writeEndObject();
    }

    /** A number, an interval, a text, a list of either, null for what is not there, or why it is not known. */
    static void value(JsonFacts facts, JsonGenerator json, String name, Value value) throws IOException {
        if (value instanceof Value.Count count) {
            json.writeNumberField(name, count.number());
        } else if (value instanceof Value.Between between) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("least", between.least());
            json.writeNumberField("most", between.most());
            json.writeEndObject();
        } else if (value instanceof Value.Counts counts) {
            json.writeArrayFieldStart(name);
            for (long number : counts.numbers()) {
                json.writeNumber(number);
            }
            json.writeEndArray();
        } else if (value instanceof Value.Text text) {
            facts.text(name, text.text());
        } else if (value instanceof Value.Texts texts) {
            facts.texts(name, texts.texts());
        } else if (value instanceof Value.NotShown why) {
            json.writeObjectFieldStart(name);
            facts.text("because", why.because());
            facts.text("remedy", why.remedy());
            json.writeEndObject();
        } else {
            json.writeNullField(name);
        }
    }
}
