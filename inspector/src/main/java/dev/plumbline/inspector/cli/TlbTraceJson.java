package dev.plumbline.inspector.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.source.trace.TraceDamage;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A trace's run for scripts; {@code docs/tlb.md} describes the form. */
final class TlbTraceJson {

    private final JsonGenerator json;
    private final TlbTrace trace;

    TlbTraceJson(JsonGenerator json, TlbTrace trace) {
        this.json = json;
        this.trace = trace;
    }

    /** Writes the members of the report's object. */
    void write() throws IOException {
        TlbJson.model(json, trace.choice(), trace.format());
        json.writeObjectFieldStart("trace");
        json.writeStringField("file", Printable.of(trace.file().words()));
        json.writeStringField("form", trace.summary().form());
        json.writeNumberField("references", trace.summary().references());
        json.writeNumberField("damagedLines", trace.summary().damagedLines());
        json.writeArrayFieldStart("firstDamages");
        for (TraceDamage damage : trace.summary().firstDamages()) {
            json.writeStartObject();
            json.writeNumberField("line", damage.line());
            json.writeStringField("text", Printable.of(damage.text()));
            json.writeStringField("allowed", damage.allowed());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("runs");
        for (TlbRun run : trace.runs()) {
            run(run);
        }
        json.writeEndArray();
        if (trace.process().isPresent()) {
            TlbJson.texts(json, "notes", trace.process().get().notes());
        }
    }

    private void run(TlbRun run) throws IOException {
        json.writeStartObject();
        json.writeStringField("pages", Printable.of(run.pages()));
        json.writeNumberField("crossings", run.run().crossings());
        json.writeObjectFieldStart("byKind");
        for (ReferenceKind kind : ReferenceKind.values()) {
            json.writeObjectFieldStart(kind.name().toLowerCase(Locale.ROOT));
            sum(run.of(kind));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("all");
        sum(run.all());
        json.writeEndObject();
        walks(run);
        bySize(run);
        byMapping(run);
        json.writeEndObject();
    }

    private void sum(TlbRun.Sum sum) throws IOException {
        json.writeNumberField("references", sum.references());
        json.writeArrayFieldStart("hits");
        for (int level = 0; level < sum.served().size() - 1; level++) {
            json.writeNumber(sum.served().get(level));
        }
        json.writeEndArray();
        json.writeNumberField("walks", sum.walks());
    }

    private void walks(TlbRun run) throws IOException {
        long[] reads = run.run().tlb().walkReadsByLevel();
        long[] hits = run.run().tlb().walkCacheHitsByLevel();
        json.writeNumberField("walkReads", run.run().tlb().walkReads());
        json.writeArrayFieldStart("walkLevels");
        for (int i = 0; i < reads.length; i++) {
            json.writeStartObject();
            json.writeStringField("table", trace.format().levels().get(i).role().name());
            json.writeNumberField("entriesRead", reads[i]);
            json.writeNumberField("cacheHits", hits[i]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void bySize(TlbRun run) throws IOException {
        Map<Integer, TlbRun.Sum> sums = new TreeMap<>();
        for (int range = 0; range < run.map().size(); range++) {
            sums.merge(run.pageShift(range), run.of(range), TlbRun.Sum::plus);
        }
        json.writeArrayFieldStart("byPageSize");
        for (Map.Entry<Integer, TlbRun.Sum> entry : sums.entrySet()) {
            json.writeStartObject();
            json.writeNumberField("pageSizeBytes", 1L << entry.getKey());
            sum(entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void byMapping(TlbRun run) throws IOException {
        if (trace.process().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("byMapping");
        for (TlbByMapping.Row row : TlbByMapping.of(run, trace.process().get().vmas())) {
            json.writeStartObject();
            if (row.vma().isPresent()) {
                Vma vma = row.vma().get();
                json.writeStringField("range", vma.range().toString());
                json.writeStringField("permissions", vma.permissions());
                json.writeStringField("path", Printable.of(vma.path()));
            }
            sum(row.sum());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
