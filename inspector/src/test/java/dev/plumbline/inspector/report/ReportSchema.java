package dev.plumbline.inspector.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The published schema, once as it is and once closed: the published one is open for members of later versions, but this
 * version must write none that it does not name.
 */
public final class ReportSchema {

    private static final JsonNode PUBLISHED = load();
    private static final JsonSchema OPEN = compile(PUBLISHED);
    private static final JsonSchema CLOSED = compile(closed(PUBLISHED.deepCopy()));

    private ReportSchema() {}

    static String write(Assessment assessment) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonReport("9.9").write(assessment, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What either schema has against a report; empty if nothing. */
    public static List<String> problems(String report) {
        List<String> open = messages(OPEN, report);
        return open.isEmpty() ? messages(CLOSED, report) : open;
    }

    private static List<String> messages(JsonSchema schema, String report) {
        return schema
                .validate(report, InputFormat.JSON, run -> run.getExecutionConfig()
                        .setFormatAssertionsEnabled(true))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonSchema compile(JsonNode schema) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    }

    /** Closes every object that names its properties, save conditions, which name only what they ask about. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && "object".equals(object.path("type").asText())) {
            object.put("unevaluatedProperties", false);
        }
        schema.properties().forEach(e -> {
            if (!e.getKey().equals("counts")) {
                closed(e.getValue());
            }
        });
        if (schema.isArray()) {
            schema.forEach(ReportSchema::closed);
        }
        return schema;
    }

    private static JsonNode load() {
        try (InputStream in =
                Objects.requireNonNull(JsonReport.class.getResourceAsStream("report.schema.json"), "schema")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
