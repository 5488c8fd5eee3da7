package dev.plumbline.inspector.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.tlb.ArraySpec;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModel;
import dev.plumbline.inspector.report.JsonDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What the JSON about TLBs has in common; {@code docs/tlb.md} describes it. */
final class TlbJson {

    private static final String SCHEMA_VERSION = "1.0";

    private TlbJson() {}

    /** One document. */
    static void document(OutputStream out, JsonDocument.Members members) throws IOException {
        JsonDocument.write(out, json -> {
            json.writeStringField("schemaVersion", SCHEMA_VERSION);
            members.writeTo(json);
        });
    }

    /** The members {@code model} and {@code pageTables}. */
    static void model(JsonGenerator json, TlbModelChoice choice, PageTableFormat format) throws IOException {
        TlbModel model = choice.model();
        json.writeObjectFieldStart("model");
        json.writeStringField("name", model.name());
        json.writeStringField("processor", model.processor());
        json.writeStringField("chosen", choice.why().isEmpty() ? "named" : choice.why());
        json.writeArrayFieldStart("arrays");
        for (ArraySpec array : model.arrays()) {
            array(json, array);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sources");
        for (TlbModel.Source source : model.sources()) {
            json.writeString(source.text());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sourceOrigins");
        for (TlbModel.Source source : model.sources()) {
            json.writeString(source.origin().word());
        }
        json.writeEndArray();
        texts(json, "assumptions", model.assumptions());
        json.writeEndObject();
        json.writeObjectFieldStart("pageTables");
        json.writeStringField("format", format.name());
        json.writeNumberField("levels", format.levels().size());
        json.writeEndObject();
    }

    private static void array(JsonGenerator json, ArraySpec array) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", array.name());
        json.writeNumberField("level", array.level());
        json.writeNumberField("sets", array.sets());
        json.writeNumberField("ways", array.ways());
        json.writeStringField("replacement", array.replacement().words());
        json.writeArrayFieldStart("pageSizesBytes");
        for (int shift : array.pageShifts()) {
            json.writeNumber(1L << shift);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
