package dev.plumbline.inspector.observed.trace;

import dev.plumbline.inspector.observed.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code buddy_trace.csv}: what a recording kernel module printed of one zone with interrupts off.
 *
 * <p>Lines {@code zone}, {@code wmark} and {@code pcp} have names and numbers in turn; {@code lists-before} and {@code lists-after}
 * have kind, order or list index, migrate type, and frames in hexadecimal; {@code header step,…} names the columns of the {@code
 * step} lines. Columns of what the kernel answered may be blank.
 */
public final class BuddyTraceParser {

    private static final int MAX_STEPS = 1_000_000;
    private static final int MAX_LISTS = 1024;
    private static final int MAX_TYPES = 16;

    private final SourceText file;
    private final Map<String, Long> zone = new LinkedHashMap<>();
    private final Map<String, Long> watermarks = new LinkedHashMap<>();
    private final Map<String, Long> pcp = new LinkedHashMap<>();
    private final List<BuddyTrace.ListLine> before = new ArrayList<>();
    private final List<BuddyTrace.ListLine> after = new ArrayList<>();
    private final List<BuddyTrace.Step> steps = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private Optional<BuddyTrace.Counters> start = Optional.empty();
    private Optional<StepColumns> columns = Optional.empty();
    private String zoneName = "";

    private BuddyTraceParser(SourceText file) {
        this.file = file;
    }

    /**
     * Reads a trace.
     *
     * @throws DamagedTraceException if a line cannot be read or an indispensable one is missing
     */
    public static BuddyTrace parse(SourceText file) throws DamagedTraceException {
        return new BuddyTraceParser(file).parse();
    }

    private BuddyTrace parse() throws DamagedTraceException {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty()) {
                line(new TraceFields(file.path(), i + 1, text));
            }
        }
        require(zone, "zone", "start_pfn", "spanned", "managed");
        require(watermarks, "wmark", "min", "low", "high", "pageblock_order", "orders", "migratetypes");
        require(pcp, "pcp", "high", "batch");
        if (columns.isEmpty()) {
            throw missing("no line \"header step,…\"", "the line that names the columns of the steps");
        }
        return new BuddyTrace(zoneName, zone, watermarks, pcp, before, start, steps, after, unknown);
    }

    private void line(TraceFields fields) throws DamagedTraceException {
        String kind = fields.field(0, "a kind of line");
        if (kind.startsWith("header ")) {
            columns = Optional.of(StepColumns.of(fields, kind.substring("header ".length())));
            return;
        }
        switch (kind) {
            case "zone" -> {
                zoneName = fields.field(1, "the zone's name");
                zone.putAll(fields.named(2, true));
            }
            case "wmark" -> watermarks.putAll(fields.named(1, false));
            case "pcp" -> pcp.putAll(fields.named(1, false));
            case "lists-before" -> before.add(listLine(fields));
            case "lists-after" -> after.add(listLine(fields));
            case "step" -> step(fields);
            default -> unknown.add(fields.text());
        }
    }

    private static BuddyTrace.ListLine listLine(TraceFields fields) throws DamagedTraceException {
        String word = fields.field(1, "buddy or pcplist");
        BuddyTrace.Kind kind =
                switch (word) {
                    case "buddy" -> BuddyTrace.Kind.BUDDY;
                    case "pcplist" -> BuddyTrace.Kind.PCP;
                    default -> throw fields.damaged(word, "buddy or pcplist");
                };
        int number = fields.number(2, "an order or a list's index", MAX_LISTS);
        int type = fields.number(3, "a migrate type", MAX_TYPES);
        return new BuddyTrace.ListLine(fields.line(), kind, number, type, fields.frames(4));
    }

    private void step(TraceFields fields) throws DamagedTraceException {
        if (columns.isEmpty() || watermarks.isEmpty()) {
            throw fields.damaged(fields.text(), "the lines wmark and header before the first step");
        }
        if (steps.size() == MAX_STEPS) {
            throw fields.damaged(fields.text(), "at most " + MAX_STEPS + " steps");
        }
        StepColumns layout = columns.get();
        int orders = Math.toIntExact(Math.min(watermarks.getOrDefault("orders", 0L), 64));
        if (layout.isStart(fields)) {
            start = Optional.of(layout.counters(fields, orders));
        } else {
            steps.add(layout.step(fields, orders));
        }
    }

    private void require(Map<String, Long> numbers, String line, String... names) throws DamagedTraceException {
        for (String name : names) {
            if (!numbers.containsKey(name)) {
                throw missing("no " + name + " in a line \"" + line + ",…\"", "one");
            }
        }
    }

    private DamagedTraceException missing(String found, String allowed) {
        return new DamagedTraceException(file.path(), 0, found, allowed);
    }
}
