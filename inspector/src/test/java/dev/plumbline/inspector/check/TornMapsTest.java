package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mapping that was divided while the kernel printed it. The lines are those of a JVM that committed heap meanwhile. */
class TornMapsTest {

    private static final String TORN = """
            700000000-705000000 rw-p 00000000 00:00 0
            705000000-715000000 ---p 00000000 00:00 0
            705000000-7ffe00000 ---p 00000000 00:00 0
            """;
    private static final String WHOLE = """
            700000000-705000000 rw-p 00000000 00:00 0
            705000000-7ffe00000 ---p 00000000 00:00 0
            """;

    private static Observation<List<Vma>> maps(StoredFiles files) {
        return CapturedProcesses.views(files).get(0).maps();
    }

    private static StoredFiles torn(String again) {
        return CapturedProcesses.with(StoredFiles.none(), 71, "java", 1, 71, TORN)
                .with(StoredFiles.AGAIN + "proc/71/maps", again);
    }

    @Test
    void aLiveProcessIsReadAnew() {
        assertThat(maps(torn(WHOLE).asLive()).intact())
                .hasValueSatisfying(all -> assertThat(all).hasSize(2));
    }

    @Test
    void whatIsTornEachTimeIsDamage() {
        assertThat(maps(torn(TORN).asLive()).damage()).isNotEmpty();
    }

    @Test
    void aCaptureIsWhatItIs() {
        assertThat(maps(torn(WHOLE)).damage()).isNotEmpty();
    }
}
