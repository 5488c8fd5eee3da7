package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.address.Fact;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Members that answers about addresses have in common: text made printable, numbers in hex, what is not known and why. */
public final class JsonFacts {

    private final JsonGenerator json;

    /** Members of the object that the generator is in. */
    public JsonFacts(JsonGenerator json) {
        this.json = json;
    }

    /** The members that every answer begins with. */
    void head(String command, String schemaVersion, String toolVersion, Optional<Origin> origin) throws IOException {
        tool(schemaVersion, toolVersion);
        json.writeStringField("command", command);
        if (origin.isPresent()) {
            source(origin.get());
        }
    }

    /**
     * What wrote this, and in which form.
     *
     * @throws IOException if the generator's stream does
     */
    public void tool(String schemaVersion, String toolVersion) throws IOException {
        json.writeStringField("schemaVersion", schemaVersion);
        json.writeObjectFieldStart("tool");
        json.writeStringField("name", "plumbline");
        json.writeStringField("version", toolVersion);
        json.writeEndObject();
    }

    /** What was examined. */
    void source(Origin origin) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("kind", origin instanceof Origin.Live ? "live" : "capture");
        text("name", origin.name());
        json.writeStringField("takenAt", origin.takenAt().toString());
        json.writeEndObject();
    }

    /**
     * A text from outside, made printable.
     *
     * @throws IOException if the generator's stream does
     */
    public void text(String name, String value) throws IOException {
        json.writeStringField(name, Printable.of(value));
    }

    void texts(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(Printable.of(value));
        }
        json.writeEndArray();
    }

    /** Unsigned 64-bit numbers do not fit a JSON reader's: they are strings. */
    void hex(String name, long value) throws IOException {
        json.writeStringField(name, "0x" + Long.toHexString(value));
    }

    void notObservable(String name, Fact<?> why) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeObjectFieldStart("notObservable");
        text("because", why.because());
        text("remedy", why.remedy());
        json.writeEndObject();
        json.writeEndObject();
    }
}
