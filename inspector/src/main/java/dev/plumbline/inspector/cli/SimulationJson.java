package dev.plumbline.inspector.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.reference.zone.workload.Sample;
import dev.plumbline.inspector.reference.zone.workload.Simulation;
import dev.plumbline.inspector.report.JsonDocument;
import dev.plumbline.inspector.report.JsonFacts;
import dev.plumbline.inspector.report.JsonReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** The course of a simulation, for scripts. Its form is published: {@code simulate.schema.json}. */
final class SimulationJson {

    /** Version of the form; see {@link JsonReport#SCHEMA_VERSION}. */
    static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    SimulationJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * What was simulated.
     *
     * @param machine the machine, for people
     * @param workload the preset's word, or the trace's name
     * @param seed what chance began with
     */
    record What(String machine, String workload, long seed) {}

    /**
     * Writes one document. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    void write(What what, Simulation.Course course, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.tool(SCHEMA_VERSION, toolVersion);
            json.writeStringField("command", "simulate");
            facts.text("machine", what.machine());
            simulation(json, what, course);
            json.writeArrayFieldStart("course");
            for (Sample sample : course.samples()) {
                sample(json, sample);
            }
            json.writeEndArray();
        });
    }

    /** The member that says what was simulated and how far; baselines have it too. */
    static void simulation(JsonGenerator json, What what, Simulation.Course course) throws IOException {
        json.writeObjectFieldStart("simulation");
        new JsonFacts(json).text("workload", what.workload());
        json.writeNumberField("seed", what.seed());
        json.writeNumberField("steps", course.steps());
        json.writeNumberField("stepsDone", course.last().step());
        json.writeStringField("end", course.end().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }

    private static void sample(JsonGenerator json, Sample sample) throws IOException {
        json.writeStartObject();
        json.writeNumberField("step", sample.step());
        json.writeNumberField("requests", sample.asked());
        json.writeNumberField("failed", sample.failed());
        json.writeNumberField("taken", sample.counters().allocations());
        json.writeNumberField("splits", sample.counters().splits());
        json.writeNumberField("merges", sample.counters().merges());
        json.writeNumberField("claims", sample.counters().claims());
        json.writeNumberField("steals", sample.counters().steals());
        json.writeNumberField("refills", sample.counters().refills());
        json.writeNumberField("drains", sample.counters().drains());
        json.writeArrayFieldStart("zones");
        for (Sample.OfZone zone : sample.zones()) {
            json.writeStartObject();
            json.writeNumberField("node", zone.node());
            json.writeStringField("zone", zone.zone());
            json.writeNumberField("managedPages", zone.managedPages());
            json.writeNumberField("freePages", zone.freePages());
            numbers(
                    json,
                    "freeBlocksByOrder",
                    zone.blocks().byOrder().stream().mapToLong(Long::longValue).toArray());
            int orders = zone.blocks().orders();
            numbers(json, "fragmentationIndexByOrder", indices(orders, zone::fragmentation));
            numbers(json, "unusableIndexByOrder", indices(orders, zone::unusable));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static long[] indices(int orders, IntUnaryOperator index) {
        long[] indices = new long[orders];
        for (int order = 0; order < orders; order++) {
            indices[order] = index.applyAsInt(order);
        }
        return indices;
    }

    private static void numbers(JsonGenerator json, String name, long[] numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
