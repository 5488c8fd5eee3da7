package dev.plumbline.inspector.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A published schema, once as it is and once closed: the published one is open for members of later versions, but this
 * version must write none that it does not name.
 */
public final class PublishedSchema {

    private final Set<String> parts;
    private final JsonSchema open;
    private final JsonSchema closed;

    /**
     * Loads it.
     *
     * @param resource a file beside {@link JsonReport}
     * @param parts definitions that are always used together with others in one object, which closes them
     */
    public PublishedSchema(String resource, String... parts) {
        this.parts = Set.of(parts);
        JsonNode published = load(resource);
        open = compile(published);
        closed = compile(closed(published.deepCopy()));
    }

    /** What either schema has against a document; empty if nothing. */
    public List<String> problems(String document) {
        List<String> messages = messages(open, document);
        return messages.isEmpty() ? messages(closed, document) : messages;
    }

    private static List<String> messages(JsonSchema schema, String document) {
        return schema
                .validate(document, InputFormat.JSON, run -> run.getExecutionConfig()
                        .setFormatAssertionsEnabled(true))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonSchema compile(JsonNode schema) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    }

    private JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && "object".equals(object.path("type").asText())) {
            object.put("unevaluatedProperties", false);
        }
        schema.properties().forEach(e -> {
            if (!parts.contains(e.getKey())) {
                closed(e.getValue());
            }
        });
        if (schema.isArray()) {
            schema.forEach(this::closed);
        }
        return schema;
    }

    private static JsonNode load(String resource) {
        try (InputStream in = Objects.requireNonNull(JsonReport.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
