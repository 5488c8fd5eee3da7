package dev.plumbline.inspector.check.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.replay.ReplaySetup.Setting;
import dev.plumbline.inspector.check.replay.ReplaySetup.Unrecorded;
import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.observed.trace.DamagedTraceException;
import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The oracle is the kernel: the frame that its allocator chose at each step, its counts after it, its lists at the end. */
class ReplayTest {

    static final List<String> CAPTURES = RecordedTraces.CAPTURES;
    static final List<String> RECORDED = RecordedTraces.RECORDED;

    private static KernelRules rules(String name) {
        String release = RecordedTraces.release(name);
        return KernelRules.ALL.stream()
                .filter(rules -> rules.release().equals(release))
                .findFirst()
                .orElseThrow();
    }

    /** The recorder's own account of the state, without the last number of "protection", which it does not give. */
    private static List<Setting> recordedState(String name) throws IOException {
        Map<String, Integer> state = RecordedTraces.state(name);
        List<Setting> settings = new ArrayList<>();
        for (Unrecorded what : Unrecorded.values()) {
            if (state.containsKey(what.word())) {
                settings.add(new Setting(what, state.get(what.word())));
            }
        }
        if (state.containsKey("flags")) {
            settings.add(new Setting(Unrecorded.PREV_FREE_HIGH_ORDER, state.get("flags") & 1));
            settings.add(new Setting(Unrecorded.FREE_HIGH_BATCH, state.get("flags") >> 1 & 1));
        }
        return settings;
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void everyStepOfTheCapturesAgreesWithNothingSolvedFor(String name) throws Exception {
        ReplayResult result = Replay.of(RecordedTraces.trace(name), Optional.of(rules(name)), List.of());

        assertThat(result.firstDifference()).isEmpty();
        assertThat(result.agreeing()).isEqualTo(244).isEqualTo(result.steps());
        assertThat(result.setup().state()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void theRulesAreFound(String name) throws Exception {
        ReplayResult result = Replay.of(RecordedTraces.trace(name), Optional.empty(), List.of());

        assertThat(result.agrees()).isTrue();
        assertThat(result.setup().rules().release()).isEqualTo(RecordedTraces.release(name));
    }

    @ParameterizedTest
    @FieldSource("RECORDED")
    void everyStepAgreesFromTheRecordedState(String name) throws Exception {
        ReplayResult result = Replay.of(RecordedTraces.trace(name), Optional.of(rules(name)), recordedState(name));

        assertThat(result.firstDifference()).isEmpty();
        assertThat(result.agreeing()).isEqualTo(result.steps()).isGreaterThanOrEqualTo(244);
    }

    @ParameterizedTest
    @FieldSource("RECORDED")
    void everyStepAgreesFromWhatIsSolvedFor(String name) throws Exception {
        ReplayResult result = Replay.of(RecordedTraces.trace(name), Optional.empty(), List.of());

        assertThat(result.firstDifference()).isEmpty();
        assertThat(result.agreeing()).isEqualTo(result.steps());
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void blankedTracesGiveTheSameSequence(String name) throws Exception {
        String text = RecordedTraces.text(name);
        BuddyTrace blank = RecordedTraces.parse(RecordedTraces.blanked(text));
        assertThat(blank.steps()).allSatisfy(step -> {
            assertThat(step.outcome()).isEmpty();
            assertThat(step.counters().pcpPages()).isEmpty();
            assertThat(step.counters().freePages()).isEmpty();
            assertThat(step.counters().blocks()).isEmpty();
        });

        ReplayResult seeing = Replay.of(RecordedTraces.parse(text), Optional.of(rules(name)), List.of());
        ReplayResult blind = Replay.of(blank, Optional.of(rules(name)), List.of());

        assertThat(blind.answers()).usingRecursiveComparison().isEqualTo(seeing.answers());
    }

    @Test
    void aChangedFrameIsTheFirstDifference() throws Exception {
        assertFirstDifference("step,36,a,7,7,2900,", "step,36,a,7,7,2980,", 36, "pfn 2980", "pfn 2900", "the frame");
    }

    @Test
    void aChangedPerCpuCountIsTheFirstDifference() throws Exception {
        assertFirstDifference(
                "step,101,f,0,0,1a37b,2511,",
                "step,101,f,0,0,1a37b,2510,",
                101,
                "pcp_count 2510",
                "pcp_count 2511",
                "per-CPU");
    }

    @Test
    void aChangedFreeCountIsTheFirstDifference() throws Exception {
        assertFirstDifference(
                "step,213,a,5,0,1540,16,225415,",
                "step,213,a,5,0,1540,16,225411,",
                213,
                "nr_free_pages 225411",
                "nr_free_pages 225415",
                "NR_FREE_PAGES");
    }

    @Test
    void changedFreeBlocksAreTheFirstDifference() throws Exception {
        assertFirstDifference(
                "step,1,a,4,0,2870,1526,223921,1:0/1/0/0/0,",
                "step,1,a,4,0,2870,1526,223921,1:1/0/0/0/0,",
                1,
                "order 0 1:1/0/0/0/0",
                "order 0 1:0/1/0/0/0",
                "the free blocks of order 0");
    }

    @Test
    void aChangedListAfterwardsIsADifference() throws Exception {
        assertFirstDifference(
                "lists-after,buddy,8,0,1a200 2900",
                "lists-after,buddy,8,0,2900 1a200",
                244,
                "place 1 is 2900",
                "place 1 is 1a200",
                "lists-after");
    }

    @Test
    void listsThatDoNotMatchTheCountersAreADifference() throws Exception {
        assertFirstDifference(
                "lists-before,buddy,0,1,3f91",
                "lists-before,buddy,0,2,3f91",
                0,
                "order 0 1:0/1/0/0/0",
                "order 0",
                "lists-before");
    }

    @Test
    void anotherReleasesRulesDoNotFollow() throws Exception {
        ReplayResult result =
                Replay.of(RecordedTraces.trace("x86_64-newest-6.12"), Optional.of(KernelRules.V6_1), List.of());

        assertThat(result.agrees()).isFalse();
        assertThat(result.agreeing()).isLessThan(result.steps());
    }

    private static void assertFirstDifference(
            String from, String to, int step, String expected, String simulated, String because)
            throws IOException, DamagedTraceException {
        String text = RecordedTraces.text("x86_64-newest-6.12");
        assertThat(text).contains(from);

        ReplayResult result = Replay.of(RecordedTraces.parse(text.replace(from, to)), Optional.empty(), List.of());

        assertThat(result.firstDifference()).hasValueSatisfying(difference -> {
            assertThat(difference.step()).isEqualTo(step);
            assertThat(difference.expected()).contains(expected);
            assertThat(difference.simulated()).contains(simulated);
            assertThat(difference.because()).contains(because);
        });
    }
}
