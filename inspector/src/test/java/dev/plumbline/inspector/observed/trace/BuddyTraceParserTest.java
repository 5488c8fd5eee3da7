package dev.plumbline.inspector.observed.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.observed.SourceText;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuddyTraceParserTest {

    private static final String GOOD = """
            zone,DMA32,start_pfn,1000,spanned,2000,managed,1f00,present,2000
            wmark,min,10,low,12,high,14,boost,0,highatomic,0,pageblock_order,1,orders,2,migratetypes,5,pcptypes,3
            pcp,high,12,batch,7
            lists-before,buddy,1,2,1a74 3fa58
            lists-before,pcplist,0,0,1873
            header step,op,order,slot,pfn,pcp_count,nr_free_pages,free blocks by order as total:bymigratetype
            step,0,s,0,-1,0,1,4,0:0/0/0/0/0,2:0/0/2/0/0
            step,1,a,1,63,1a74,1,2,0:0/0/0/0/0,1:0/0/1/0/0
            step,2,a,0,1,-1,1,2,0:0/0/0/0/0,1:0/0/1/0/0
            lists-after,buddy,1,2,3fa58
            """;

    private static BuddyTrace parse(String text) throws DamagedTraceException {
        return BuddyTraceParser.parse(new SourceText("t.csv", text));
    }

    @Test
    void readsEveryKindOfLine() throws Exception {
        BuddyTrace trace = parse(GOOD);

        assertThat(trace.zoneName()).isEqualTo("DMA32");
        assertThat(trace.zone()).containsEntry("start_pfn", 0x1000L).containsEntry("managed", 0x1f00L);
        assertThat(trace.watermarks()).containsEntry("low", 12L).containsEntry("orders", 2L);
        assertThat(trace.pcp()).containsEntry("batch", 7L);
        assertThat(trace.before())
                .containsExactly(
                        new BuddyTrace.ListLine(4, BuddyTrace.Kind.BUDDY, 1, 2, List.of(0x1a74L, 0x3fa58L)),
                        new BuddyTrace.ListLine(5, BuddyTrace.Kind.PCP, 0, 0, List.of(0x1873L)));
        assertThat(trace.after())
                .containsExactly(new BuddyTrace.ListLine(10, BuddyTrace.Kind.BUDDY, 1, 2, List.of(0x3fa58L)));
        assertThat(trace.start())
                .hasValueSatisfying(start -> assertThat(start.freePages()).hasValue(4));
        assertThat(trace.steps()).hasSize(2);
        BuddyTrace.Step first = trace.steps().get(0);
        assertThat(first.operation()).isEqualTo(BuddyTrace.Operation.ALLOCATE);
        assertThat(first.slot()).isEqualTo(63);
        assertThat(first.outcome()).contains(new BuddyTrace.Outcome.Block(0x1a74));
        assertThat(first.counters())
                .isEqualTo(new BuddyTrace.Counters(
                        OptionalLong.of(1),
                        OptionalLong.of(2),
                        List.of(List.of(0L, 0L, 0L, 0L, 0L, 0L), List.of(1L, 0L, 0L, 1L, 0L, 0L))));
        assertThat(trace.steps().get(1).outcome()).contains(new BuddyTrace.Outcome.NoBlock());
    }

    @Test
    void readsAColumnOfMigrateTypesWhereThereIsOne() throws Exception {
        BuddyTrace trace = parse(GOOD.replace("slot,pfn", "slot,migratetype,pfn")
                .replace("step,1,a,1,63,", "step,1,a,1,63,2,")
                .replace("step,0,s,0,-1,", "step,0,s,0,-1,0,")
                .replace("step,2,a,0,1,", "step,2,a,0,1,,"));

        assertThat(trace.steps().get(0).type()).isEqualTo(OptionalInt.of(2));
        assertThat(trace.steps().get(1).type()).isEmpty();
        assertThat(trace.steps().get(1).outcome()).contains(new BuddyTrace.Outcome.NoBlock());
    }

    @Test
    void keepsLinesThatItDoesNotKnow() throws Exception {
        assertThat(parse(GOOD + "cpu,0,online,1\n").unknown()).containsExactly("cpu,0,online,1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step,1,a,1|step,1,x,1|t.csv line 8: found \"x\", expected a (allocation), f (free) or s (start)",
                "step,1,a,1,63|step,1,a,7,63|t.csv line 8: found \"7\", expected an order below 2",
                "1a74,1,2|1g74,1,2|t.csv line 8: found \"1g74\", expected a frame number in hexadecimal",
                "1:0/0/1/0/0\\nstep,2|1;0/0/1/0/0\\nstep,2|t.csv line 8: found \"1;0/0/1/0/0\", expected free blocks of an order as",
                "buddy,1,2,1a74|buddy,1,2,zz|t.csv line 4: found \"zz\", expected a frame number in hexadecimal",
                "lists-before,pcplist|lists-before,list|t.csv line 5: found \"list\", expected buddy or pcplist",
                "low,12|low,twelve|t.csv line 2: found \"twelve\", expected low, a decimal number",
                "pcp,high,12,batch,7|pcp,high,12,batch|t.csv line 3: found \"pcp,high,12,batch\", expected a number for batch",
                "pcp,high|pcx,high|t.csv: found no high in a line \"pcp,…\", expected one",
                "header step,op|header step,do|t.csv line 6: found \"header step,do,order",
                "managed,1f00|managed,ffffffffffffffff|t.csv line 1: found \"ffffffffffffffff\", expected a frame number",
            })
    void saysWhichLineIsDamagedAndWhatIsAllowed(String from, String to, String message) {
        String before = from.replace("\\n", "\n");
        assertThat(GOOD).contains(before);

        assertThatThrownBy(() -> parse(GOOD.replace(before, to.replace("\\n", "\n"))))
                .isInstanceOf(DamagedTraceException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void anEmptyFileIsNoTrace() {
        assertThatThrownBy(() -> parse(""))
                .isInstanceOf(DamagedTraceException.class)
                .hasMessage("t.csv: found no start_pfn in a line \"zone,…\", expected one");
    }
}
