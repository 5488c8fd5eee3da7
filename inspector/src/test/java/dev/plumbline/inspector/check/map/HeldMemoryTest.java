package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process whose memory somebody holds back is described by what the kernel tells of it, soon. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class HeldMemoryTest {

    @Test
    void genericOwnersServeWhereMemoryDoesNotCome(@TempDir Path scratch)
            throws IOException, InterruptedException, NotAHostException {
        try (HeldMemory target = HeldMemory.start(scratch);
                LiveHost host = LiveHost.open(Path.of("/"), Duration.ofSeconds(1))) {
            long start = System.nanoTime();
            MapAnswer answer = LiveMaps.read(host, target.pid(), MapOptions.OUTSIDE);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(took).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
            ProcessMap map = ((MapAnswer.Mapped) answer).map();
            assertThat(map.notes()).anySatisfy(note -> assertThat(note)
                    .startsWith(
                            "its memory cannot be read, so that private memory has no closer owner: no answer within"
                                    + " 1 s: the kernel waits for a page"));
            assertThat(map.ranges())
                    .extracting(OwnedRange::owner)
                    .contains(Owner.EXECUTABLE, Owner.LIBRARY, Owner.MAIN_STACK, Owner.BRK, Owner.SHARED_MEMORY);
        }
    }
}
