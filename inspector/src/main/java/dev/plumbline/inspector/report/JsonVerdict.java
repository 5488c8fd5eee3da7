package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One element of {@code verdicts}. */
final class JsonVerdict {

    private final JsonGenerator json;

    JsonVerdict(JsonGenerator json) {
        this.json = json;
    }

    void write(Assessed assessed) throws IOException {
        Finding finding = assessed.finding();
        json.writeStartObject();
        json.writeStringField("check", finding.check());
        json.writeStringField("kind", finding.kind().name().toLowerCase(Locale.ROOT));
        string("subject", finding.subject());
        json.writeStringField("verdict", assessed.label().key());
        values(finding.verdict());
        string("because", finding.verdict().because());
        if (assessed.acceptance().isPresent()) {
            Acceptance acceptance = assessed.acceptance().get();
            json.writeObjectFieldStart("accepted");
            string("reason", acceptance.reason());
            json.writeStringField("expires", acceptance.expires().toString());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("evidence");
        for (Evidence evidence : finding.evidence()) {
            evidence(evidence);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void values(Verdict verdict) throws IOException {
        if (verdict instanceof Verdict.Holds holds) {
            string("observed", holds.observed());
            string("expected", holds.expected());
        } else if (verdict instanceof Verdict.Violated violated) {
            string("observed", violated.observed());
            string("expected", violated.expected());
        } else if (verdict instanceof Verdict.Explained explained) {
            string("observed", Long.toString(explained.observed()));
            string("expected", Long.toString(explained.expected()));
            string("unit", explained.unit());
            terms(explained.terms());
        } else if (verdict instanceof Verdict.Drifted drifted) {
            string("observed", drifted.before() + " → " + drifted.after());
            string("expected", drifted.expected());
            string("before", drifted.before());
            string("after", drifted.after());
        } else if (verdict instanceof Verdict.NotObservable notObservable) {
            json.writeNullField("observed");
            json.writeNullField("expected");
            string("remedy", notObservable.remedy());
        }
    }

    private void terms(List<Verdict.Term> terms) throws IOException {
        json.writeArrayFieldStart("terms");
        for (Verdict.Term term : terms) {
            json.writeStartObject();
            json.writeNumberField("amount", term.amount());
            json.writeFieldName("evidence");
            evidence(term.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void evidence(Evidence evidence) throws IOException {
        json.writeStartObject();
        string("file", evidence.file());
        if (evidence.line().isPresent()) {
            json.writeNumberField("line", evidence.line().getAsInt());
        }
        string("text", evidence.text());
        json.writeEndObject();
    }

    private void string(String name, String value) throws IOException {
        json.writeStringField(name, Printable.of(value));
    }
}
