package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.inspector.check.address.AddressFields;
import dev.plumbline.inspector.check.address.AddressReport;
import dev.plumbline.inspector.check.address.Frame;
import dev.plumbline.inspector.check.address.KernelPlace;
import dev.plumbline.inspector.check.address.Page;
import dev.plumbline.inspector.check.address.PageSize;
import dev.plumbline.inspector.check.address.Placement;
import dev.plumbline.inspector.check.address.Translation;
import dev.plumbline.inspector.check.address.UserPage;
import dev.plumbline.inspector.check.address.WalkAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** What is known of addresses, for scripts. docs/addresses.md lists the members. */
public final class AddressJson {

    /** Version of the form, as that of {@link JsonReport#SCHEMA_VERSION}. */
    public static final String SCHEMA_VERSION = "1.0";

    private final String toolVersion;

    /** Writes in the name of a version of this tool. */
    public AddressJson(String toolVersion) {
        this.toolVersion = toolVersion;
    }

    /**
     * Writes one report. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(AddressReport report, OutputStream out) throws IOException {
        JsonDocument.write(out, json -> {
            JsonFacts facts = new JsonFacts(json);
            facts.head("translate", SCHEMA_VERSION, toolVersion, report.origin());
            if (report.pid().isPresent()) {
                json.writeNumberField("pid", report.pid().getAsInt());
                facts.text("comm", report.comm().orElse(""));
            }
            if (report.architecture().isPresent()) {
                facts.text("architecture", report.architecture().get().machine());
                facts.text("variant", report.architecture().get().variant());
            }
            json.writeArrayFieldStart("addresses");
            for (Translation translation : report.translations()) {
                translation(json, facts, translation);
            }
            json.writeEndArray();
        });
    }

    private static void translation(JsonGenerator json, JsonFacts facts, Translation translation) throws IOException {
        json.writeStartObject();
        facts.hex("address", translation.address().value());
        if (translation.fields().isPresent()) {
            json.writeArrayFieldStart("fields");
            for (AddressFields.Field field : translation.fields().get().fields()) {
                json.writeStartObject();
                facts.text("name", field.name());
                json.writeNumberField("high", field.high());
                json.writeNumberField("low", field.low());
                facts.hex("value", field.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            facts.texts("folded", translation.fields().get().folded());
        }
        if (translation.standing().isPresent()) {
            json.writeBooleanField("canonical", translation.standing().get().canonical());
            facts.text("side", lower(translation.standing().get().side()));
            facts.hex("effective", translation.standing().get().effective().value());
        }
        if (translation.placement().isPresent()) {
            placement(json, facts, translation.placement().get());
        }
        if (translation.page().isPresent()) {
            page(json, facts, translation.page().get());
        }
        if (translation.kernel().isPresent()) {
            kernel(json, facts, translation.kernel().get());
        }
        if (translation.walk().isPresent()) {
            walk(json, facts, translation.walk().get());
        }
        json.writeEndObject();
    }

    private static void placement(JsonGenerator json, JsonFacts facts, Placement placement) throws IOException {
        json.writeObjectFieldStart("mapping");
        if (placement instanceof Placement.Inside inside) {
            facts.text("state", "inside");
            facts.hex("start", inside.range().start().value());
            facts.hex("end", inside.range().end().value());
            facts.text("permissions", inside.permissions());
            facts.text("name", inside.name());
            facts.text("what", inside.what());
            if (inside.fileOffset().isPresent()) {
                facts.hex("fileOffset", inside.fileOffset().getAsLong());
            }
        } else if (placement instanceof Placement.Between between) {
            facts.text("state", "between");
            if (between.belowLabel().isPresent()) {
                facts.text("below", between.belowLabel().get());
                json.writeNumberField("belowBytes", between.belowBytes());
            }
            if (between.aboveLabel().isPresent()) {
                facts.text("above", between.aboveLabel().get());
                json.writeNumberField("aboveBytes", between.aboveBytes());
            }
            facts.text("note", between.note());
        } else if (placement instanceof Placement.Unread unread) {
            facts.text("state", "notObservable");
            facts.text("because", unread.because());
            facts.text("remedy", unread.remedy());
        } else {
            facts.text("state", "noUserMemory");
        }
        json.writeEndObject();
    }

    private static void page(JsonGenerator json, JsonFacts facts, UserPage user) throws IOException {
        json.writeObjectFieldStart("page");
        if (user.page().value().isPresent()) {
            Page page = user.page().value().get();
            facts.text("state", lower(page.state()));
            facts.hex("pagemapEntry", page.entry());
            facts.texts("pagemapFlags", page.flags());
            facts.text("says", page.says());
        } else {
            facts.notObservable("pagemap", user.page());
        }
        if (user.size().value().isPresent()) {
            PageSize size = user.size().value().get();
            json.writeNumberField("sizeBytes", size.bytes());
            facts.text("sizeKind", size.kind());
            facts.text("sizeKnownBy", size.how());
        } else {
            facts.notObservable("size", user.size());
        }
        json.writeEndObject();
        if (user.frame().value().isPresent()) {
            frame(json, facts, user.frame().value().get());
        } else {
            facts.notObservable("frame", user.frame());
        }
    }

    private static void kernel(JsonGenerator json, JsonFacts facts, KernelPlace place) throws IOException {
        json.writeObjectFieldStart("kernel");
        facts.text("region", place.region());
        facts.hex("start", place.range().start().value());
        facts.hex("end", place.range().end().value());
        facts.text("source", place.source());
        facts.texts("details", place.details());
        if (place.physical().value().isPresent()) {
            facts.hex("physical", place.physical().value().get().value());
            facts.text("rule", place.physical().because());
        } else {
            facts.notObservable("physical", place.physical());
        }
        json.writeEndObject();
        if (place.frame().value().isPresent()) {
            frame(json, facts, place.frame().value().get());
        }
    }

    private static void walk(JsonGenerator json, JsonFacts facts, WalkAnswer walk) throws IOException {
        json.writeObjectFieldStart("walk");
        facts.text("outcome", walk.outcome());
        if (walk.arrival().isPresent()) {
            facts.hex("physical", walk.arrival().get().physical().value());
            json.writeNumberField("pageBytes", walk.arrival().get().pageBytes());
            facts.text("rights", walk.arrival().get().rights());
        } else {
            facts.text("because", walk.says());
        }
        if (walk.agrees().isPresent()) {
            json.writeBooleanField("agrees", walk.agrees().get());
        }
        json.writeEndObject();
    }

    private static void frame(JsonGenerator json, JsonFacts facts, Frame frame) throws IOException {
        json.writeObjectFieldStart("frame");
        facts.hex("pfn", frame.pfn().value());
        facts.hex("physical", frame.physical().value());
        if (frame.zones().value().isPresent()) {
            facts.texts("zones", frame.zones().value().get());
        } else {
            facts.notObservable("zones", frame.zones());
        }
        if (frame.flags().value().isPresent()) {
            facts.hex("kpageflags", frame.flags().value().get());
            facts.texts(
                    "kpageflagNames",
                    frame.flagWords().stream().map(Frame.FlagWord::name).toList());
        } else {
            facts.notObservable("kpageflags", frame.flags());
        }
        if (frame.mapCount().value().isPresent()) {
            json.writeNumberField("mapCount", frame.mapCount().value().get());
        } else {
            facts.notObservable("mapCount", frame.mapCount());
        }
        json.writeEndObject();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
