package dev.plumbline.inspector.observed.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageEventParserTest {

    private static final String FTRACE =
            "              tr-95      [000] d..3.    10.644600: mm_page_pcpu_drain: page=00000000d6614489 pfn=0x326e order=0"
                    + " migratetype=1\n";

    private static PageEventTotals parse(String text, List<PageEvent> into) throws IOException, DamagedTraceException {
        return PageEventParser.parse(
                "t", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), into::add);
    }

    private static PageEvent one(String line) throws IOException, DamagedTraceException {
        List<PageEvent> events = new ArrayList<>();
        parse(line + "\n", events);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @Test
    void readsFtrace() throws IOException, DamagedTraceException {
        assertThat(one(FTRACE.strip())).isEqualTo(new PageEvent.PcpuDrain(1, 0, 0x326e, 0, 1));
        assertThat(one("  a b-1 (--x) -7 [012] .N...    1.644600: mm_page_free: page=1 pfn=4711 order=3"))
                .isEqualTo(new PageEvent.Free(1, 12, 4711, 3));
        assertThat(
                        one(
                                "x-1 [001] d..3. 11.220150: mm_page_alloc_extfrag: page=0 pfn=0x8800 alloc_order=3 fallback_order=10"
                                        + " pageblock_order=9 alloc_migratetype=0 fallback_migratetype=1 fragmenting=0 change_ownership=1"))
                .isEqualTo(new PageEvent.ExtFrag(1, 1, 0x8800, 3, 10, 9, 0, 1));
        assertThat(one("x-1 [001] .....    10.583558: tracing_mark_write: before: begin"))
                .isEqualTo(new PageEvent.Marker(1, 1, "before: begin"));
        assertThat(one("x-1 [001] ..... 10.583558: mm_page_alloc: page=0000000000000000 pfn=0xffffffffffffffff order=9"
                        + " migratetype=1 gfp_flags=GFP_TRANSHUGE_LIGHT"))
                .isEqualTo(new PageEvent.Failed(1, 1, 9, 1, "GFP_TRANSHUGE_LIGHT"));
    }

    @Test
    void readsPerfScript() throws IOException, DamagedTraceException {
        assertThat(one(
                        "            perf   125 [000]    12.271523:             kmem:mm_page_alloc: page=0x2953 pfn=0x2953 order=0"
                                + " migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_COMP"))
                .isEqualTo(new PageEvent.Alloc(1, 0, 0x2953, 0, 1, "GFP_HIGHUSER_MOVABLE|__GFP_COMP"));
        assertThat(
                        one(
                                "  Web Content  14/15 [003]    12.272177:              kmem:mm_page_free: page=0x8cbb pfn=0x8cbb order=0"))
                .isEqualTo(new PageEvent.Free(1, 3, 0x8cbb, 0));
    }

    /** What was counted by grep when the traces were recorded. */
    @Test
    void readsEveryEventOfRealTraces() throws IOException, DamagedTraceException {
        RecordedEvents recorded = RecordedEvents.named("x86_64-6.1");
        PageEventTotals totals =
                PageEventParser.parse("trace", new ByteArrayInputStream(recorded.file("trace")), event -> {});

        assertThat(totals.of("mm_page_alloc")).isEqualTo(3625);
        assertThat(totals.of("tracing_mark_write")).isEqualTo(4);
        assertThat(totals.of("mm_page_alloc_extfrag")).isEqualTo(4);
        assertThat(totals.passedOver()).isZero();
        assertThat(totals.lost()).isZero();
        assertThat(recorded.events("perf-script.txt")).hasSize(3049);
    }

    @Test
    void passesOverWhatIsNotThePageAllocators() throws IOException, DamagedTraceException {
        List<PageEvent> events = new ArrayList<>();
        PageEventTotals totals = parse("""
                # tracer: nop
                #
                # entries-in-buffer/entries-written: 10/14   #P:1
                  swapper-0 [000] d..2. 1.000001: sched_switch: prev_comm=swapper prev_pid=0
                CPU:1 [LOST 25 EVENTS]
                  tr-95 [000] d..3. 10.644600: mm_page_free: page=0 pfn=0x1 order=0 colour=blue
                 => __free_pages
                 => kfree
                	ffffffff8128a7f0 free_unref_page+0x40 ([kernel.kallsyms])

                  tr-95 [000] d..3. 10.644601: mm_page_free_batched: page=0 pfn=0x1 order=0
                """, events);

        assertThat(events).containsExactly(new PageEvent.Free(6, 0, 1, 0));
        assertThat(totals.passedOver()).isEqualTo(2);
        assertThat(totals.lost()).isEqualTo(29);
        assertThat(totals.of("sched_switch")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pfn=0x326e|pfn=0x32zz|t line 2: found \"tr-95 .*expected mm_page_pcpu_drain with pfn=, a page frame number",
                "order=0|order=99|t line 2: .*expected mm_page_pcpu_drain with order=, a number up to 63",
                "migratetype=1|type=1|t line 2: .*expected mm_page_pcpu_drain with migratetype=, a number up to 15",
                "[000]|{000}|t line 2: .*expected a line of ftrace or perf script: .*",
                "10.644600|soon|t line 2: .*expected a line of ftrace or perf script: .*",
            })
    void anUnreadableLineIsNamed(String from, String to, String told) {
        assertThat(FTRACE).contains(from);

        assertThatThrownBy(() -> parse(FTRACE + FTRACE.replace(from, to), new ArrayList<>()))
                .isInstanceOf(DamagedTraceException.class)
                .hasMessageMatching(told);
    }

    @Test
    void aTraceHasEvents() {
        assertThatThrownBy(() -> parse("# tracer: nop\n", new ArrayList<>())).hasMessageContaining("no event");
        assertThatThrownBy(() -> parse("x".repeat(5000), new ArrayList<>()))
                .hasMessageContaining("a line of at most 4096 characters");
    }
}
