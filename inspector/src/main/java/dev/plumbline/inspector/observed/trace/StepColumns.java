package dev.plumbline.inspector.observed.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Which column of a step line holds what, by the names in the header line. */
final class StepColumns {

    private static final int MAX_SLOTS = 1 << 20;
    private static final int MAX_ORDERS = 64;
    private static final int MAX_TYPES = 16;
    private static final int NO_COLUMN = -1;

    private final int number;
    private final int operation;
    private final int order;
    private final int slot;
    private final int pfn;
    private final int type;
    private final int pcpPages;
    private final int freePages;
    private final int blocks;

    private StepColumns(TraceFields header, List<String> names) throws DamagedTraceException {
        number = required(header, names, "step");
        operation = required(header, names, "op");
        order = required(header, names, "order");
        slot = required(header, names, "slot");
        pfn = column(names, "pfn");
        type = column(names, "migratetype");
        pcpPages = column(names, "pcp_count");
        freePages = column(names, "nr_free_pages");
        blocks = names.size();
    }

    /** The columns by the header's names; the last name stands for the free blocks, a column for each order. */
    static StepColumns of(TraceFields header, String firstName) throws DamagedTraceException {
        List<String> names = new ArrayList<>(List.of(firstName));
        for (int i = 1; i < header.size(); i++) {
            names.add(header.field(i, "a column's name"));
        }
        return new StepColumns(header, names);
    }

    private static int column(List<String> names, String name) {
        // A step line begins with the word "step", which the header's first name is not counted as.
        return names.contains(name) ? names.indexOf(name) + 1 : NO_COLUMN;
    }

    private static int required(TraceFields header, List<String> names, String name) throws DamagedTraceException {
        int column = column(names, name);
        if (column == NO_COLUMN) {
            throw header.damaged(header.text(), "a column named " + name);
        }
        return column;
    }

    boolean isStart(TraceFields fields) throws DamagedTraceException {
        return fields.field(operation, "a, f or s").equals("s");
    }

    BuddyTrace.Step step(TraceFields fields, int orders) throws DamagedTraceException {
        String op = fields.field(operation, "a, f or s");
        BuddyTrace.Operation what =
                switch (op) {
                    case "a" -> BuddyTrace.Operation.ALLOCATE;
                    case "f" -> BuddyTrace.Operation.FREE;
                    default -> throw fields.damaged(op, "a (allocation), f (free) or s (start)");
                };
        return new BuddyTrace.Step(
                fields.line(),
                fields.number(number, "the step's number", Integer.MAX_VALUE),
                what,
                fields.number(order, "an order", orders),
                fields.number(slot, "a slot", MAX_SLOTS),
                typeOf(fields),
                outcome(fields),
                counters(fields, orders));
    }

    private OptionalInt typeOf(TraceFields fields) throws DamagedTraceException {
        if (blank(fields, type)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(fields.number(type, "a migrate type", MAX_TYPES));
    }

    private Optional<BuddyTrace.Outcome> outcome(TraceFields fields) throws DamagedTraceException {
        if (blank(fields, pfn)) {
            return Optional.empty();
        }
        String word = fields.field(pfn, "a frame");
        return Optional.of(
                word.equals("-1")
                        ? new BuddyTrace.Outcome.NoBlock()
                        : new BuddyTrace.Outcome.Block(fields.frame(word)));
    }

    BuddyTrace.Counters counters(TraceFields fields, int orders) throws DamagedTraceException {
        List<List<Long>> byOrder = new ArrayList<>();
        boolean known =
                fields.size() > blocks && !fields.field(blocks, "free blocks").isEmpty();
        for (int i = 0; known && i < Math.min(orders, MAX_ORDERS); i++) {
            byOrder.add(blocks(fields, blocks + i));
        }
        return new BuddyTrace.Counters(count(fields, pcpPages), count(fields, freePages), byOrder);
    }

    private static boolean blank(TraceFields fields, int column) {
        return column == NO_COLUMN || column >= fields.size() || fields.isBlank(column);
    }

    private static OptionalLong count(TraceFields fields, int column) throws DamagedTraceException {
        if (blank(fields, column)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(fields.decimal(fields.field(column, "a number of pages"), "a number of pages"));
    }

    private static List<Long> blocks(TraceFields fields, int column) throws DamagedTraceException {
        String word = fields.field(column, "free blocks of an order as total:type/type/…");
        int colon = word.indexOf(':');
        if (colon < 0) {
            throw fields.damaged(word, "free blocks of an order as total:type/type/…");
        }
        long total = fields.decimal(word.substring(0, colon), "a number of free blocks");
        List<Long> byType = new ArrayList<>(List.of(total));
        for (String part : word.substring(colon + 1).split("/", MAX_TYPES + 1)) {
            byType.add(fields.decimal(part, "a number of free blocks"));
        }
        return byType;
    }
}
