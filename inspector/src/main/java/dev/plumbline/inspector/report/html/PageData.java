package dev.plumbline.inspector.report.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import dev.plumbline.inspector.check.map.MapWindow;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.UsageBasis;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.report.Printable;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The map as JSON for the page's script: a column for each member, each text once. Addresses and sizes count units of 4 KiB; a range is
 * told by its distance from the one before, which keeps numbers short.
 */
final class PageData {

    private static final int UNIT_SHIFT = 12;

    private final ProcessMap map;
    private final PageWindows windows;
    private final Map<String, Integer> texts = new LinkedHashMap<>();

    PageData(ProcessMap map, PageWindows windows) {
        this.map = map;
        this.windows = windows;
    }

    /** Writes the document. No character in it means anything to HTML. */
    void write(Writer out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setCharacterEscapes(new MarkupEscapes());
            json.writeStartObject();
            json.writeBooleanField("usageKnown", map.basis() != UsageBasis.NONE);
            json.writeObjectFieldStart("columns");
            gaps(json);
            numbers(json, "units", r -> r.range().sizeBytes() >>> UNIT_SHIFT);
            numbers(json, "part", r -> r.wholeMapping() ? 0 : 1);
            numbers(json, "resident", r -> r.usage().residentBytes());
            numbers(json, "pss", r -> r.usage().pssBytes());
            numbers(json, "swap", r -> r.usage().swapBytes());
            numbers(json, "huge", r -> r.usage().largePageBytes());
            texts(json, "owner", r -> r.owner().word());
            texts(json, "permissions", OwnedRange::permissions);
            texts(json, "label", OwnedRange::label);
            texts(json, "file", r -> r.file().or(r::name).orElse(""));
            texts(json, "evidence", OwnedRange::evidence);
            numbers(json, "window", r -> windows.indexOf(r));
            json.writeEndObject();
            json.writeArrayFieldStart("texts");
            for (String text : texts.keySet()) {
                json.writeString(text);
            }
            json.writeEndArray();
            windows(json);
            json.writeEndObject();
        }
    }

    private void windows(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("windows");
        for (MapWindow window : windows.all()) {
            json.writeStartObject();
            json.writeStringField("name", window.name());
            json.writeStringField("rule", window.rule());
            json.writeNumberField("start", window.range().start().value() >>> UNIT_SHIFT);
            json.writeNumberField("units", window.range().sizeBytes() >>> UNIT_SHIFT);
            json.writeBooleanField("chosen", PageWindows.bounds(window));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void gaps(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("gap");
        long end = 0;
        for (OwnedRange range : map.ranges()) {
            json.writeNumber((range.range().start().value() - end) >>> UNIT_SHIFT);
            end = range.range().end().value();
        }
        json.writeEndArray();
    }

    private void numbers(JsonGenerator json, String name, ToLongFunction<OwnedRange> value) throws IOException {
        json.writeArrayFieldStart(name);
        for (OwnedRange range : map.ranges()) {
            json.writeNumber(value.applyAsLong(range));
        }
        json.writeEndArray();
    }

    private void texts(JsonGenerator json, String name, Function<OwnedRange, String> value) throws IOException {
        json.writeArrayFieldStart(name);
        for (OwnedRange range : map.ranges()) {
            json.writeNumber(texts.computeIfAbsent(Printable.of(value.apply(range)), t -> texts.size()));
        }
        json.writeEndArray();
    }

    /** An element of data ends where {@code </script} stands, in a string or not; {@code <!--} changes how that is looked for. */
    private static final class MarkupEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (char c : new char[] {'<', '>', '&'}) {
                escapes[c] = CharacterEscapes.ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
