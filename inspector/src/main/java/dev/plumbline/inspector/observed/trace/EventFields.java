package dev.plumbline.inspector.observed.trace;

import java.util.HashMap;
import java.util.Map;

/** The fields of one event: words of the form {@code name=value}. */
final class EventFields {

    private static final int MOST_ORDER = 63;
    private static final int MOST_TYPE = 15;

    private final TraceLines lines;
    private final String event;
    private final Map<String, String> fields = new HashMap<>();

    EventFields(TraceLines lines, String event, String rest) {
        this.lines = lines;
        this.event = event;
        for (String word : rest.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(word.substring(0, equals), word.substring(equals + 1));
            }
        }
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** {@code pfn=0x326e}, or decimal; a kernel that has no page prints -1, as unsigned 64 bits, or 0 for a null page. */
    boolean hasFrame() {
        String pfn = text("pfn");
        return !pfn.matches("0xf{16}|18446744073709551615|0x0|0");
    }

    long frame() throws DamagedTraceException {
        String pfn = text("pfn");
        if (pfn.matches("0x[0-9a-f]{1,13}")) {
            return Long.parseLong(pfn.substring(2), 16);
        }
        if (pfn.matches("[0-9]{1,15}")) {
            return Long.parseLong(pfn);
        }
        throw lines.damaged(event + " with pfn=, a page frame number");
    }

    int order(String name) throws DamagedTraceException {
        return number(name, MOST_ORDER);
    }

    int type(String name) throws DamagedTraceException {
        return number(name, MOST_TYPE);
    }

    private int number(String name, int most) throws DamagedTraceException {
        String value = text(name);
        int number = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : most + 1;
        if (number > most) {
            throw lines.damaged("%s with %s=, a number up to %d".formatted(event, name, most));
        }
        return number;
    }
}
