package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.replay.Difference;
import dev.plumbline.inspector.check.replay.ReplayResult;
import dev.plumbline.inspector.report.JsonDocument;
import java.io.IOException;
import java.io.OutputStream;

/** A replayed trace for scripts: {@code steps}, {@code agreeing} and, where anything differs, {@code firstDifference}. */
final class ReplayJson {

    private ReplayJson() {}

    /**
     * Writes the document.
     *
     * @throws IOException if the stream does
     */
    static void write(OutputStream out, ReplayResult result) throws IOException {
        JsonDocument.write(out, json -> {
            json.writeNumberField("steps", result.steps());
            json.writeNumberField("agreeing", result.agreeing());
            if (result.firstDifference().isPresent()) {
                Difference first = result.firstDifference().get();
                json.writeObjectFieldStart("firstDifference");
                json.writeNumberField("step", first.step());
                json.writeStringField("expected", first.expected());
                json.writeStringField("simulated", first.simulated());
                json.writeStringField("because", first.because());
                json.writeEndObject();
            }
        });
    }
}
