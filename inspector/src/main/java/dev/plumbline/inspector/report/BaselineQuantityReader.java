package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.compare.Quantity;
import dev.plumbline.inspector.check.compare.QuantityKind;
import dev.plumbline.inspector.check.compare.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one quantity of a baseline. */
final class BaselineQuantityReader {

    private final JsonWords json;
    private final Kinds kinds;
    private @Nullable String id;
    private @Nullable QuantityKind kind;
    private String subject = "";
    private @Nullable Value value;

    BaselineQuantityReader(JsonWords json, Kinds kinds) {
        this.json = json;
        this.kinds = kinds;
    }

    /** Knows quantities by their ids. */
    @FunctionalInterface
    interface Kinds {
        Optional<QuantityKind> of(String id) throws IOException, DocumentFormatException;
    }

    /** Empty where only a later version knows it. */
    Optional<Quantity> read() throws IOException, DocumentFormatException {
        json.object(this::member);
        if (id == null || value == null) {
            throw json.wrong("a quantity with id and value");
        }
        return kind == null ? Optional.empty() : Optional.of(new Quantity(kind, subject, value));
    }

    private void member(String name) throws IOException, DocumentFormatException {
        switch (name) {
            case "id" -> {
                id = json.text();
                kind = kinds.of(id).orElse(null);
            }
            case "subject" -> subject = Printable.of(json.text());
            case "value" -> value = value();
            default -> json.skip();
        }
    }

    private Value value() throws IOException, DocumentFormatException {
        if (json.isNull()) {
            return new Value.None();
        }
        if (json.isNumber()) {
            return new Value.Count(json.number());
        }
        if (json.isText()) {
            return new Value.Text(Printable.of(json.text()));
        }
        if (json.isArray()) {
            return list();
        }
        if (json.isObject()) {
            return object();
        }
        throw json.wrong("a whole number, a text, a list of either, an interval, a reason or null");
    }

    private Value list() throws IOException, DocumentFormatException {
        List<Long> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        json.array(() -> {
            if (json.isNumber()) {
                numbers.add(json.number());
            } else {
                texts.add(Printable.of(json.text()));
            }
        });
        if (!numbers.isEmpty() && !texts.isEmpty()) {
            throw json.wrong("numbers or texts, not both");
        }
        return numbers.isEmpty() ? new Value.Texts(texts) : new Value.Counts(numbers);
    }

    private Value object() throws IOException, DocumentFormatException {
        long[] bounds = new long[2];
        boolean[] bounded = new boolean[2];
        String[] why = {"", ""};
        json.object(name -> {
            switch (name) {
                case "least", "most" -> {
                    int i = name.equals("least") ? 0 : 1;
                    bounds[i] = json.number();
                    bounded[i] = true;
                }
                case "because" -> why[0] = Printable.of(json.text());
                case "remedy" -> why[1] = Printable.of(json.text());
                default -> json.skip();
            }
        });
        if (bounded[0] && bounded[1] && bounds[0] <= bounds[1]) {
            return new Value.Between(bounds[0], bounds[1]);
        }
        if (bounded[0] || bounded[1] || why[0].isEmpty()) {
            throw json.wrong("\"least\" and \"most\", the first not above the second, or \"because\"");
        }
        return new Value.NotShown(why[0], why[1]);
    }
}
