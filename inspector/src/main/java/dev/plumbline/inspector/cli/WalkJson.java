package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.reference.mmu.Effect;
import dev.plumbline.inspector.reference.mmu.Fault;
import dev.plumbline.inspector.reference.mmu.Rights;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;

/**
 * Walks as JSON lines: one object a line, so that any number of them is written and read in constant memory. Addresses, entries
 * and sizes are strings, because a JSON number that a program reads as a double has 53 bits. The members are those of
 * {@code walk.schema.json}.
 */
final class WalkJson implements WalkOutput {

    private final ByteLines lines;

    WalkJson(ByteLines lines) {
        this.lines = lines;
    }

    @Override
    public void walk(long address, Walk walk) throws IOException {
        start(address, walk);
        outcome(walk);
        end();
    }

    private void start(long address, Walk walk) throws IOException {
        lines.text("{\"address\":\"").hex(address).put('"');
        string("outcome", WalkWords.outcome(walk));
    }

    private void end() throws IOException {
        lines.put('}').end();
    }

    private void outcome(Walk walk) throws IOException {
        if (walk instanceof Walk.Translated t) {
            mapped(t.address().value(), t.sizeBytes(), t.rights());
            number("level", t.level());
            hex("leaf", t.leaf());
            lines.text(",\"memoryType\":{\"selector\":");
            quoted(t.memory().selector());
            string("meaning", t.memory().meaning());
            lines.put('}');
            effects(t);
        } else {
            failure(walk);
        }
    }

    private void mapped(long physical, long pageSize, Rights rights) throws IOException {
        hex("physical", physical);
        hex("pageSize", pageSize);
        string("rights", WalkWords.rights(rights));
    }

    private void failure(Walk walk) throws IOException {
        if (walk instanceof Walk.NotHeld missing) {
            number("level", missing.level());
            hex("entryAddress", missing.entry().value());
        } else if (walk instanceof Walk.Faulted faulted) {
            Fault fault = faulted.fault();
            if (fault.level().isPresent()) {
                number("level", fault.level().getAsInt());
            }
            string("because", fault.because());
            lines.text(",\"code\":{\"register\":");
            quoted(fault.code().register());
            hex("value", fault.code().value());
            string("meaning", fault.code().meaning());
            lines.put('}');
        }
    }

    private void effects(Walk.Translated walk) throws IOException {
        if (walk.effects().isEmpty()) {
            return;
        }
        lines.text(",\"effects\":[");
        String separator = "";
        for (Effect effect : walk.effects()) {
            lines.text(separator).text("{\"flag\":");
            quoted(effect.flag());
            hex("entryAddress", effect.entry().value());
            hex("before", effect.before());
            hex("after", effect.after());
            lines.put('}');
            separator = ",";
        }
        lines.put(']');
    }

    @Override
    public void trace(Trace trace) throws IOException {
        long address = trace.address().value();
        start(address, trace.outcome());
        outcome(trace.outcome());
        lines.text(",\"steps\":[");
        String separator = "";
        for (Trace.Step step : trace.steps()) {
            lines.text(separator)
                    .text("{\"role\":\"")
                    .text(step.level().role().name())
                    .put('"');
            step(step);
            lines.put('}');
            separator = ",";
        }
        lines.put(']');
        end();
    }

    private void step(Trace.Step step) throws IOException {
        number("level", step.below());
        number("index", step.index());
        hex("table", step.table().value());
        hex("entryAddress", step.at().value());
        hex("entry", step.entry().raw());
        lines.text(",\"flags\":[");
        String separator = "";
        for (String flag : step.flags()) {
            lines.text(separator);
            quoted(flag);
            separator = ",";
        }
        lines.put(']');
        if (step.entry() instanceof Entry.Table table) {
            string("meaning", "table");
            hex("target", table.table().value());
        } else if (step.entry() instanceof Entry.Leaf leaf) {
            string("meaning", "page");
            hex("target", leaf.base().value());
            hex("pageSize", leaf.sizeBytes());
        } else {
            string("meaning", step.entry() instanceof Entry.Reserved ? "reserved" : "not present");
        }
    }

    @Override
    public void run(Run run) throws IOException {
        lines.text("{\"address\":\"").hex(run.range().start().value()).put('"');
        string("outcome", "ok");
        mapped(run.base().value(), run.pageSizeBytes(), run.rights());
        hex("bytes", run.range().sizeBytes());
        end();
    }

    @Override
    public void gap(AddressRange range, Walk walk) throws IOException {
        start(range.start().value(), walk);
        failure(walk);
        hex("bytes", range.sizeBytes());
        end();
    }

    private void hex(String name, long value) throws IOException {
        lines.text(",\"").text(name).text("\":\"").hex(value).put('"');
    }

    private void number(String name, int value) throws IOException {
        lines.text(",\"").text(name).text("\":").text(Integer.toString(value));
    }

    private void string(String name, String value) throws IOException {
        lines.text(",\"").text(name).text("\":");
        quoted(value);
    }

    private void quoted(String value) throws IOException {
        lines.put('"');
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
            lines.text(value);
        } else {
            lines.text(value.replace("\\", "\\\\").replace("\"", "\\\""));
        }
        lines.put('"');
    }
}
