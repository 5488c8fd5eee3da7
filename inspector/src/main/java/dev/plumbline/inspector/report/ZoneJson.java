package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.zones.Compared;
import dev.plumbline.inspector.check.zones.CpuLists;
import dev.plumbline.inspector.check.zones.FrameRange;
import dev.plumbline.inspector.check.zones.FreeLists;
import dev.plumbline.inspector.check.zones.RequestRow;
import dev.plumbline.inspector.check.zones.TypeCount;
import dev.plumbline.inspector.check.zones.ZoneView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One element of {@code zones}. */
final class ZoneJson {

    private final JsonGenerator json;
    private final JsonFacts facts;

    ZoneJson(JsonGenerator json, JsonFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    void write(ZoneView view) throws IOException {
        json.writeStartObject();
        facts.text("zone", view.name());
        json.writeNumberField("index", view.index());
        number("freePages", view.pages().free());
        number("boostPages", view.pages().boost());
        number("cmaPages", view.pages().cma());
        number("freeCmaPages", view.pages().freeCma());
        json.writeObjectFieldStart("numbers");
        for (Compared number : view.numbers()) {
            json.writeFieldName(number.name());
            ZonesJson.compared(json, number);
        }
        json.writeEndObject();
        facts.texts("protectionZones", view.upperZones());
        ranges(view);
        json.writeArrayFieldStart("perCpu");
        for (CpuLists cpu : view.cpus()) {
            perCpu(cpu);
        }
        json.writeEndArray();
        if (view.free().isPresent()) {
            free(view.free().get());
        }
        json.writeArrayFieldStart("requests");
        for (RequestRow row : view.own()) {
            ZonesJson.request(json, facts, row);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void ranges(ZoneView view) throws IOException {
        if (view.ranges().value().isEmpty()) {
            facts.notObservable("ranges", view.ranges());
            return;
        }
        json.writeArrayFieldStart("ranges");
        for (FrameRange range : view.ranges().value().get()) {
            json.writeStartObject();
            json.writeNumberField("startPfn", range.startPfn());
            json.writeNumberField("endPfn", range.endPfn());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void perCpu(CpuLists cpu) throws IOException {
        json.writeStartObject();
        json.writeNumberField("cpu", cpu.cpu());
        number("countPages", cpu.count());
        number("highPages", cpu.high());
        number("batchPages", cpu.batch());
        number("highMinPages", cpu.highMin());
        number("highMaxPages", cpu.highMax());
        json.writeEndObject();
    }

    private void free(FreeLists free) throws IOException {
        json.writeArrayFieldStart("freeBlocks");
        for (int order = 0; order < free.orders(); order++) {
            json.writeStartObject();
            json.writeNumberField("order", order);
            json.writeNumberField("blocks", free.count(order));
            json.writeNumberField("pages", free.pages(order));
            json.writeNumberField("unusableThousandths", free.unusable(order));
            json.writeNumberField("fragmentationThousandths", free.fragmentation(order));
            if (!free.byType().isEmpty()) {
                types(free, order);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void types(FreeLists free, int order) throws IOException {
        json.writeObjectFieldStart("byMigrateType");
        for (Map.Entry<String, List<TypeCount>> type : free.byType().entrySet()) {
            if (order < type.getValue().size()) {
                TypeCount count = type.getValue().get(order);
                json.writeObjectFieldStart(Printable.of(type.getKey()));
                json.writeNumberField("blocks", count.blocks());
                json.writeBooleanField("atLeast", count.atLeast());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private void number(String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }
}
