package dev.plumbline.inspector.observed.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the page allocator's events from what tracefs' {@code trace} or {@code perf script} prints, a line an event:
 *
 * <pre>
 *   tr-95      [000] d..3.    10.644600: mm_page_pcpu_drain: page=00000000d6614489 pfn=0x326e order=0 migratetype=1
 * perf   125 [000]    12.271523:             kmem:mm_page_alloc: page=0x2953 pfn=0x2953 order=0 migratetype=1 gfp_flags=…
 * </pre>
 *
 * <p>Events of other kinds, comments, and the lines of stack traces are passed over and counted. Before 5.16 frames are printed in
 * decimal, since then with {@code 0x}.
 *
 * <p>Source: trace_print_context, kernel/trace/trace_output.c; perf_sample__fprintf_start, tools/perf/builtin-script.c.
 */
public final class PageEventParser {

    private static final Pattern EVENT = Pattern.compile(
            "\\s*\\S.*?\\s+\\[([0-9]{1,5})\\]\\s+(?:[^\\s:]{1,8}\\s+)?[0-9]{1,12}\\.[0-9]{6,9}:\\s+(?:\\w+:)?(\\w+):(?:\\s+(.*))?");
    private static final Pattern STACK =
            Pattern.compile("\\s*=>.*|\\s+[0-9a-f]{4,16}\\s.*|.*<(?:user )?stack trace>\\s*");
    private static final Pattern LOST = Pattern.compile("CPU:[0-9]+ \\[LOST ([0-9]{1,18}) EVENTS\\].*");
    private static final Pattern WROTE = Pattern.compile(".*entries-in-buffer/entries-written: ([0-9]+)/([0-9]+) .*");
    private static final String ALLOWED =
            "a line of ftrace or perf script: TASK-PID [CPU] FLAGS SECONDS: EVENT: FIELDS";

    private final Consumer<PageEvent> sink;
    private final PageEventTotals.Builder totals = new PageEventTotals.Builder();

    private PageEventParser(Consumer<PageEvent> sink) {
        this.sink = sink;
    }

    /**
     * Reads a whole trace.
     *
     * @param path for messages
     * @param sink takes the events in the trace's order
     * @return how many events of which name there were
     * @throws IOException if the stream fails
     * @throws DamagedTraceException at the first line that is none, or if there is no event at all
     */
    public static PageEventTotals parse(String path, InputStream in, Consumer<PageEvent> sink)
            throws IOException, DamagedTraceException {
        PageEventParser parser = new PageEventParser(sink);
        TraceLines lines = new TraceLines(path, in);
        while (lines.next()) {
            parser.line(lines);
        }
        PageEventTotals totals = parser.totals.build();
        if (totals.byName().isEmpty()) {
            throw new DamagedTraceException(path, 0, "no event", ALLOWED);
        }
        return totals;
    }

    private void line(TraceLines lines) throws DamagedTraceException {
        String text = lines.text();
        if (text.isBlank()) {
            return;
        }
        if (text.startsWith("#")) {
            comment(text);
            return;
        }
        Matcher event = EVENT.matcher(text);
        Matcher lost = LOST.matcher(text);
        if (event.matches()) {
            String fields = Optional.ofNullable(event.group(3)).orElse("");
            event(lines, Integer.parseInt(event.group(1)), event.group(2), fields);
        } else if (lost.matches()) {
            totals.lost(Long.parseLong(lost.group(1)));
        } else if (!STACK.matcher(text).matches()) {
            throw lines.damaged(ALLOWED);
        }
    }

    private void comment(String text) {
        Matcher wrote = WROTE.matcher(text);
        if (wrote.matches()) {
            totals.lost(Math.max(0, number(wrote.group(2)) - number(wrote.group(1))));
        }
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private void event(TraceLines lines, int cpu, String name, String rest) throws DamagedTraceException {
        totals.event(name);
        EventFields fields = new EventFields(lines, name, rest);
        switch (name) {
            case "mm_page_alloc" -> alloc(lines, cpu, fields);
            case "mm_page_free" ->
                sink.accept(new PageEvent.Free(lines.number(), cpu, fields.frame(), fields.order("order")));
            case "mm_page_alloc_zone_locked" ->
                sink.accept(new PageEvent.ZoneLocked(
                        lines.number(), cpu, fields.frame(), fields.order("order"), fields.type("migratetype")));
            case "mm_page_pcpu_drain" ->
                sink.accept(new PageEvent.PcpuDrain(
                        lines.number(), cpu, fields.frame(), fields.order("order"), fields.type("migratetype")));
            case "mm_page_alloc_extfrag" ->
                sink.accept(new PageEvent.ExtFrag(
                        lines.number(),
                        cpu,
                        fields.frame(),
                        fields.order("alloc_order"),
                        fields.order("fallback_order"),
                        fields.order("pageblock_order"),
                        fields.type("alloc_migratetype"),
                        fields.type("fallback_migratetype")));
            case "tracing_mark_write", "print" -> sink.accept(new PageEvent.Marker(lines.number(), cpu, rest));
            default -> totals.passedOver();
        }
    }

    /** A request that failed is printed with a null page and the frame number -1. */
    private void alloc(TraceLines lines, int cpu, EventFields fields) throws DamagedTraceException {
        int order = fields.order("order");
        int type = fields.type("migratetype");
        String flags = fields.text("gfp_flags");
        sink.accept(
                fields.hasFrame()
                        ? new PageEvent.Alloc(lines.number(), cpu, fields.frame(), order, type, flags)
                        : new PageEvent.Failed(lines.number(), cpu, order, type, flags));
    }
}
