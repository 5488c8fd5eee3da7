package dev.plumbline.inspector.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.check.LayoutSurvey;
import dev.plumbline.inspector.reference.mmu.tlb.Bounds;
import dev.plumbline.inspector.reference.mmu.tlb.LayoutCensus;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModel;
import dev.plumbline.inspector.reference.mmu.tlb.WalkShape;
import dev.plumbline.inspector.report.Printable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** A what-if for scripts; {@code docs/tlb.md} describes the form. */
final class TlbWhatIfJson {

    private final JsonGenerator json;
    private final TlbWhatIf whatIf;

    TlbWhatIfJson(JsonGenerator json, TlbWhatIf whatIf) {
        this.json = json;
        this.whatIf = whatIf;
    }

    /** Writes the members of the report's object. */
    void write() throws IOException {
        LayoutSurvey survey = whatIf.survey();
        TlbJson.model(json, whatIf.choice(), whatIf.format());
        json.writeObjectFieldStart("process");
        json.writeStringField("subject", Printable.of(whatIf.subject()));
        json.writeNumberField("mappings", survey.census().mappings());
        json.writeNumberField("mappedBytes", survey.census().mappedBytes());
        bounds("residentBytes", survey.census().residentBytes());
        json.writeBooleanField("exact", survey.exact());
        kib("vmPteBytes", survey.vmPteKib());
        kib("transparentHugeBytes", survey.transparentKib());
        kib("hugetlbBytes", survey.hugetlbKib());
        json.writeEndObject();
        json.writeArrayFieldStart("pageSizes");
        List<LayoutCensus.Outcome> deeper = whatIf.deeperOutcomes();
        List<LayoutCensus.Outcome> outcomes = whatIf.outcomes();
        for (int i = 0; i < outcomes.size(); i++) {
            json.writeStartObject();
            size(outcomes.get(i));
            tables("tables", outcomes.get(i), whatIf.format());
            if (whatIf.deeper().isPresent()) {
                tables("tablesOfFiveLevels", deeper.get(i), whatIf.deeper().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        TlbJson.texts(json, "notes", survey.notes());
    }

    private void size(LayoutCensus.Outcome outcome) throws IOException {
        json.writeNumberField("pageSizeBytes", 1L << outcome.pageShift());
        json.writeBooleanField("offeredByPageTables", whatIf.isOffered(outcome.pageShift()));
        bounds("pages", outcome.pages());
        bounds("roundingBytes", whatIf.rounding(outcome));
        json.writeNumberField("fittingMappings", outcome.fittingMappings());
        json.writeNumberField("fittingBytes", outcome.fittingBytes());
        bounds("tlbEntriesWhereItFits", outcome.entries());
        TlbModel model = whatIf.choice().model();
        json.writeArrayFieldStart("reach");
        for (int level = 1; level <= model.levels(); level++) {
            json.writeStartObject();
            json.writeNumberField("level", level);
            json.writeNumberField("codeBytes", model.reachBytes(level, ReferenceKind.INSTRUCTION, outcome.pageShift()));
            json.writeNumberField("dataBytes", model.reachBytes(level, ReferenceKind.LOAD, outcome.pageShift()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void tables(String name, LayoutCensus.Outcome outcome, PageTableFormat format) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("walkDepth", WalkShape.of(format).references(outcome.pageShift()));
        bounds("bytes", TlbWhatIf.tableBytes(outcome.tables(), format));
        for (int level = 0; level < outcome.tables().size(); level++) {
            bounds(format.levels().get(level).role().name(), outcome.tables().get(level));
        }
        json.writeEndObject();
    }

    private void bounds(String name, Bounds bounds) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("least", bounds.least());
        json.writeNumberField("most", bounds.most());
        json.writeEndObject();
    }

    private void kib(String name, OptionalLong kib) throws IOException {
        if (kib.isPresent()) {
            json.writeNumberField(name, kib.getAsLong() << 10);
        } else {
            json.writeNullField(name);
        }
    }
}
