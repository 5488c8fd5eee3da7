package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwitchCountTest {

    private static final String SCHED = """
            mapper (117, #threads: 1)
            -------------------------------------------------------------------
            se.exec_start                                :         18576.525743
            nr_switches                                  :                  102
            nr_voluntary_switches                        :                   83
            """;

    @Test
    void theSumIsReadAndItsPartsAreNot() {
        Parsed<?> parsed = SwitchCount.parse(new SourceText("proc/117/sched", SCHED));

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value()).isEqualTo(Optional.of(new SwitchCount(102, 4)));
    }

    @Test
    void aFileCutBeforeTheCountIsDamaged() {
        Parsed<?> parsed = SwitchCount.parse(new SourceText("proc/117/sched", SCHED.substring(0, 150)));

        assertThat(parsed.value()).isEqualTo(Optional.empty());
        assertThat(parsed.damage())
                .extracting(Damage::found)
                .contains("no nr_switches")
                .hasSize(2);
    }
}
