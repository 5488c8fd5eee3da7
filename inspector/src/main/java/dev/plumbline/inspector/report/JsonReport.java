package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.HostFacts;
import dev.plumbline.inspector.check.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for scripts. Its form is published: {@code report.schema.json} beside this class. */
public final class JsonReport {

    /**
     * Version of the form. The minor number rises when members are added, the major number when one that was there
     * changes its meaning or goes.
     */
    public static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public JsonReport(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one report. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(Assessment assessment, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.tool(SCHEMA_VERSION, toolVersion);
            facts.source(assessment.report().origin());
            host(json, assessment.report().host());
            summary(json, assessment);
            acceptance(json, assessment);
            json.writeArrayFieldStart("verdicts");
            JsonVerdict verdict = new JsonVerdict(json);
            for (Assessed finding : assessment.findings()) {
                verdict.write(finding);
            }
            json.writeEndArray();
        });
    }

    private static void host(JsonGenerator json, HostFacts host) throws IOException {
        json.writeObjectFieldStart("host");
        nullable(json, "architecture", host.architecture().orElse(null));
        if (host.pageSizeBytes().isPresent()) {
            json.writeNumberField("pageSizeBytes", host.pageSizeBytes().getAsInt());
        } else {
            json.writeNullField("pageSizeBytes");
        }
        nullable(json, "kernelRelease", host.kernelRelease().orElse(null));
        if (host.pagingLevels().isPresent()) {
            json.writeNumberField("pagingLevels", host.pagingLevels().getAsInt());
        }
        if (host.memoryBytes().isPresent()) {
            json.writeNumberField("memoryBytes", host.memoryBytes().getAsLong());
        }
        if (host.nodes().isPresent()) {
            json.writeNumberField("nodes", host.nodes().getAsInt());
        }
        if (host.cpus().isPresent()) {
            json.writeNumberField("cpus", host.cpus().getAsInt());
        }
        if (host.processor().isPresent()) {
            json.writeStringField("processor", Printable.of(host.processor().get()));
        }
        if (host.microarchitecture().isPresent()) {
            json.writeStringField(
                    "microarchitecture", Printable.of(host.microarchitecture().get()));
        }
        if (host.virtualization().isPresent()) {
            json.writeStringField(
                    "virtualization", Printable.of(host.virtualization().get()));
        }
        if (host.user().isPresent()) {
            json.writeStringField("user", Printable.of(host.user().get()));
        }
        json.writeArrayFieldStart("notes");
        for (String note : host.notes()) {
            json.writeString(Printable.of(note));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void nullable(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, Printable.of(value));
        }
    }

    private static void summary(JsonGenerator json, Assessment assessment) throws IOException {
        json.writeObjectFieldStart("summary");
        counts(json, Tally.of(assessment.findings()));
        for (Kind kind : Kind.values()) {
            json.writeObjectFieldStart(kind.name().toLowerCase(Locale.ROOT));
            counts(json, Tally.of(assessment.findings(), kind));
            json.writeEndObject();
        }
        json.writeNumberField("exitCode", assessment.exitCode());
        json.writeNumberField("tookMillis", assessment.report().took().toMillis());
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, Tally tally) throws IOException {
        json.writeNumberField("quantities", tally.quantities());
        json.writeNumberField("predicted", tally.predicted());
        json.writeNumberField("holds", tally.holds());
        json.writeNumberField("explained", tally.explained());
        json.writeNumberField("drifted", tally.drifted());
        json.writeNumberField("violated", tally.violated());
        json.writeNumberField("notObservable", tally.notObservable());
        json.writeNumberField("accepted", tally.accepted());
    }

    private static void acceptance(JsonGenerator json, Assessment assessment) throws IOException {
        if (assessment.accepted().entries().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("acceptance");
        json.writeStringField("file", Printable.of(assessment.accepted().name()));
        entries(json, "expired", assessment.expired());
        entries(json, "unused", assessment.unused());
        json.writeEndObject();
    }

    private static void entries(JsonGenerator json, String name, List<Acceptance> entries) throws IOException {
        json.writeArrayFieldStart(name);
        for (Acceptance entry : entries) {
            json.writeStartObject();
            json.writeNumberField("line", entry.line());
            json.writeStringField("check", Printable.of(entry.check().toString()));
            json.writeStringField("subject", Printable.of(entry.subject().toString()));
            json.writeStringField("reason", Printable.of(entry.reason()));
            json.writeStringField("expires", entry.expires().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
