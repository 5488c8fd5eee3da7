package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.compare.Baseline;
import dev.plumbline.inspector.check.compare.BaselineOrigin;
import dev.plumbline.inspector.check.compare.Quantity;
import dev.plumbline.inspector.check.compare.QuantityKind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a baseline that {@link BaselineJson} wrote. Of a later minor version, members and quantities that this one does not
 * know are passed over; of this version, a quantity that there is not is an error.
 */
public final class BaselineJsonReader {

    private static final String MAJOR = "1.";

    /** A host has some five hundred a node. */
    private static final int MOST_QUANTITIES = 1 << 20;

    private final JsonWords json;
    private String version = "";
    private boolean isBaseline;
    private BaselineOrigin.@Nullable Kind kind;
    private @Nullable String name;
    private @Nullable Instant takenAt;
    private final Set<QuantityKind> enumerated = EnumSet.noneOf(QuantityKind.class);
    private @Nullable List<Quantity> quantities;

    private BaselineJsonReader(JsonWords json) {
        this.json = json;
    }

    /**
     * Reads a whole document.
     *
     * @param in closed afterwards; how much it may hold the caller bounds
     * @throws IOException if the stream fails
     * @throws DocumentFormatException if it is no such baseline
     */
    public static Baseline read(InputStream in) throws IOException, DocumentFormatException {
        return JsonWords.read(in, json -> new BaselineJsonReader(json).document());
    }

    private Baseline document() throws IOException, DocumentFormatException {
        json.object(member -> {
            switch (member) {
                case "schemaVersion" -> version();
                case "document" -> kind();
                case "source" -> json.object(this::source);
                case "enumerated" -> json.array(() -> kind(json.text()).ifPresent(enumerated::add));
                case "quantities" -> quantities = quantities();
                default -> json.skip();
            }
        });
        if (!isBaseline) {
            throw missing("\"document\": \"baseline\"");
        }
        if (kind == null || name == null || takenAt == null) {
            throw missing("kind, name and takenAt of \"source\"");
        }
        if (quantities == null) {
            throw missing("\"quantities\"");
        }
        return new Baseline(new BaselineOrigin(kind, name, takenAt), quantities, enumerated);
    }

    private static DocumentFormatException missing(String what) {
        return new DocumentFormatException("no baseline: it has no " + what);
    }

    private void version() throws IOException, DocumentFormatException {
        version = json.text();
        if (!version.startsWith(MAJOR)) {
            throw json.wrong("a schemaVersion of " + MAJOR + "x");
        }
    }

    private void kind() throws IOException, DocumentFormatException {
        if (!json.text().equals("baseline")) {
            throw json.wrong("\"baseline\": what plumb simulate -o writes");
        }
        isBaseline = true;
    }

    private void source(String member) throws IOException, DocumentFormatException {
        switch (member) {
            case "kind" -> {
                String word = json.text();
                kind = Arrays.stream(BaselineOrigin.Kind.values())
                        .filter(k -> k.word().equals(word))
                        .findFirst()
                        .orElse(null);
                if (kind == null) {
                    throw json.wrong("live, capture or description");
                }
            }
            case "name" -> name = Printable.of(json.text());
            case "takenAt" -> takenAt = json.instant();
            default -> json.skip();
        }
    }

    /** Empty for one that only a later version knows. */
    private Optional<QuantityKind> kind(String id) throws IOException, DocumentFormatException {
        Optional<QuantityKind> known = QuantityKind.ofId(id);
        if (known.isEmpty() && version.equals(BaselineJson.SCHEMA_VERSION)) {
            throw json.wrong("the id of a quantity: "
                    + Arrays.stream(QuantityKind.values()).map(QuantityKind::id).collect(Collectors.joining(", ")));
        }
        return known;
    }

    private List<Quantity> quantities() throws IOException, DocumentFormatException {
        List<Quantity> read = new ArrayList<>();
        Set<Quantity.Key> seen = new HashSet<>();
        json.array(() -> {
            Optional<Quantity> quantity = new BaselineQuantityReader(json, this::kind).read();
            if (quantity.isPresent() && !seen.add(quantity.get().key())) {
                throw json.wrong("each quantity once: " + quantity.get().key().words() + " is there before");
            }
            if (read.size() == MOST_QUANTITIES) {
                throw json.wrong("no more than %d quantities".formatted(MOST_QUANTITIES));
            }
            quantity.ifPresent(read::add);
        });
        return read;
    }
}
