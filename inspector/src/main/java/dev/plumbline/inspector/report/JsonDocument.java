package dev.plumbline.inspector.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object as a document: UTF-8, two spaces to the level, a line break at its end. */
public final class JsonDocument {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private JsonDocument() {}

    /** Writes the members of an object. */
    @FunctionalInterface
    public interface Members {

        /** Writes them into an object that was begun and that the caller ends. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * Writes one document. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public static void write(OutputStream out, Members members) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
