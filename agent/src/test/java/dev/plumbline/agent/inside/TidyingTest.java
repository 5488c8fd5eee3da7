package dev.plumbline.agent.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TidyingTest {

    private static final long LITTLE = 32 << 20;

    private final List<String> asked = new ArrayList<>();

    @Test
    void itIsDoneOnceWhenItIsTime() {
        Tidying tidying = tidying(Duration.ZERO);
        tidying.tidyIfDue();
        assertThat(asked).as("before the first snapshot").isEmpty();

        tidying.prepare(LITTLE);

        assertThat(tidying.tidyIfDue()).isTrue();
        assertThat(tidying.tidyIfDue()).isFalse();
        assertThat(asked).containsExactly("System.trim_native_heap");
    }

    @Test
    void itIsWaitedForAndNoLongerThanForTheNextSnapshot() {
        Tidying tidying = tidying(Duration.ofHours(1));
        long now = System.nanoTime();
        long tomorrow = now + Duration.ofDays(1).toNanos();
        assertThat(tidying.next(tomorrow)).isEqualTo(tomorrow);

        tidying.prepare(LITTLE);
        tidying.tidyIfDue();

        assertThat(asked).isEmpty();
        assertThat(tidying.next(tomorrow) - now)
                .isBetween(Duration.ofHours(1).toNanos(), Duration.ofHours(2).toNanos());
        assertThat(tidying.next(now)).isEqualTo(now);
    }

    @Test
    void largeArenasAreTheApplications() {
        Tidying tidying = tidying(Duration.ZERO);
        tidying.prepare(1L << 30);
        tidying.tidyIfDue();

        assertThat(asked).isEmpty();
    }

    private Tidying tidying(Duration after) {
        return new Tidying(
                () -> Optional.of(command -> {
                    asked.add(command);
                    return "Trim native heap: RSS+Swap: 137M->124M (-13268K)";
                }),
                after);
    }
}
