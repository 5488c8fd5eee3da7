package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.map.Change;
import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.ProcessMap;
import java.io.IOException;
import java.io.OutputStream;

/** A map with the member {@code difference}: how the process's memory changed since an earlier map. */
public final class MapDiffJson {

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public MapDiffJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one document. The stream stays open.
     *
     * @param map the later map
     * @param diff with what it is compared
     * @throws IOException if the stream does
     */
    public void write(ProcessMap map, MapDiff diff, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            new MapJson(toolVersion).members(map, json);
            json.writeObjectFieldStart("difference");
            difference(json, new JsonFacts(json), diff);
            json.writeEndObject();
        });
    }

    private static void difference(JsonGenerator json, JsonFacts facts, MapDiff diff) throws IOException {
        MapSnapshot earlier = diff.earlier();
        json.writeBooleanField("sameProcess", earlier.isOfSameProcess(diff.later()));
        json.writeObjectFieldStart("earlier");
        facts.text("host", earlier.host());
        json.writeNumberField("pid", earlier.pid());
        json.writeNumberField("startTimeTicks", earlier.startTimeTicks());
        facts.text("command", earlier.command());
        json.writeStringField("takenAt", earlier.takenAt().toString());
        json.writeEndObject();
        json.writeObjectFieldStart("total");
        change(json, diff.total());
        json.writeEndObject();
        json.writeArrayFieldStart("owners");
        for (MapDiff.OwnerChange owner : diff.owners()) {
            json.writeStartObject();
            json.writeStringField("owner", owner.owner().word());
            change(json, owner.change());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("mappings");
        for (MapDiff.MappingChange mapping : diff.mappings()) {
            json.writeStartObject();
            json.writeStringField(
                    "what", mapping.appeared() ? "appeared" : mapping.vanished() ? "vanished" : "changed");
            facts.hex("start", mapping.range().start().value());
            facts.hex("end", mapping.range().end().value());
            json.writeStringField("owner", mapping.owner().word());
            facts.text("label", mapping.label());
            change(json, mapping.change());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void change(JsonGenerator json, Change change) throws IOException {
        json.writeNumberField("reservedBytes", change.reservedBytes());
        json.writeNumberField("committedBytes", change.committedBytes());
        json.writeNumberField("residentBytes", change.residentBytes());
        json.writeNumberField("pssBytes", change.pssBytes());
        json.writeNumberField("swapBytes", change.swapBytes());
    }
}
