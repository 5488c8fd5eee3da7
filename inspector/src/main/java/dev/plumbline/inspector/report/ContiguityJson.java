package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.address.BufferFit;
import dev.plumbline.inspector.check.address.Contiguity;
import dev.plumbline.inspector.check.address.Contiguity.Part;
import dev.plumbline.inspector.check.address.ContiguityReport;
import dev.plumbline.inspector.check.address.OrderHistogram;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** How contiguous memory is, for scripts. docs/addresses.md lists the members. */
public final class ContiguityJson {

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public ContiguityJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one report. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(ContiguityReport report, Contiguity c, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.head("contiguity", AddressJson.SCHEMA_VERSION, toolVersion, Optional.of(report.origin()));
            json.writeNumberField("pid", report.pid());
            facts.text("comm", report.comm());
            facts.text("range", report.range());
            json.writeNumberField("pageBytes", c.pageBytes());
            json.writeNumberField("extentBytes", c.extentBytes());
            json.writeBooleanField("framesHidden", c.framesHidden());
            facts.text("pagemapMethod", c.method());
            json.writeArrayFieldStart("notRead");
            for (AddressRange range : c.notRead()) {
                json.writeString(range.toString());
            }
            json.writeEndArray();
            json.writeFieldName("total");
            part(json, facts, c, c.total());
            json.writeArrayFieldStart("mappings");
            for (Part mapping : c.mappings()) {
                part(json, facts, c, mapping);
            }
            json.writeEndArray();
            if (c.buffer().isPresent()) {
                buffer(json, facts, c.buffer().get());
            }
        });
    }

    private static void part(JsonGenerator json, JsonFacts facts, Contiguity c, Part part) throws IOException {
        json.writeStartObject();
        facts.hex("start", part.range().start().value());
        facts.hex("end", part.range().end().value());
        facts.text("name", part.name());
        json.writeNumberField("pages", part.pages());
        json.writeNumberField("present", part.present());
        json.writeNumberField("swapped", part.swapped());
        json.writeNumberField("absent", part.absent());
        if (!c.framesHidden()) {
            histogram(json, "runs", part.runs());
            histogram(json, "blocks", part.blocks());
            if (part.longest().isPresent()) {
                json.writeObjectFieldStart("longestRun");
                facts.hex("start", part.longest().get().start().value());
                facts.hex("physical", part.longest().get().physical().value());
                json.writeNumberField("pages", part.longest().get().pages());
                json.writeEndObject();
            }
        }
        json.writeObjectFieldStart("extents");
        json.writeNumberField("possible", part.extents().possible());
        json.writeNumberField("resident", part.extents().resident());
        if (!c.framesHidden()) {
            json.writeNumberField("contiguous", part.extents().contiguous());
        }
        if (part.extents().mappedHuge().value().isPresent()) {
            json.writeNumberField(
                    "mappedHugeBytes", part.extents().mappedHuge().value().get());
        } else {
            facts.notObservable("mappedHuge", part.extents().mappedHuge());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void histogram(JsonGenerator json, String name, OrderHistogram histogram) throws IOException {
        json.writeArrayFieldStart(name);
        for (int order = 0; order < histogram.orders(); order++) {
            json.writeStartObject();
            json.writeNumberField("order", order);
            json.writeNumberField("count", histogram.count(order));
            json.writeNumberField("pages", histogram.pages(order));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void buffer(JsonGenerator json, JsonFacts facts, BufferFit fit) throws IOException {
        json.writeArrayFieldStart("buffer");
        for (BufferFit.Demand demand : fit.demands()) {
            json.writeStartObject();
            facts.text("demand", demand.id());
            if (demand.offence().isPresent()) {
                json.writeBooleanField("met", false);
                facts.hex("firstOffence", demand.offence().get().address().value());
                facts.text("because", demand.offence().get().because());
            } else if (demand.unknown().isEmpty()) {
                json.writeBooleanField("met", true);
            } else {
                facts.text("notObservable", demand.unknown());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
