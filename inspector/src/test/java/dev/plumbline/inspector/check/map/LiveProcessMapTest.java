package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes of this machine. */
@EnabledOnOs(OS.LINUX)
class LiveProcessMapTest {

    @Test
    void aPlainProcessHasTheGenericOwners() throws IOException, NotAHostException {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessMap map = LiveMaps.mapped(sleep.pid(), MapOptions.KERNEL_FILES);

            assertThat(map.command()).isEqualTo("sleep 60");
            assertThat(map.startTime()).isPresent();
            Set<Owner> owners = map.ranges().stream().map(OwnedRange::owner).collect(Collectors.toSet());
            assertThat(owners).contains(Owner.EXECUTABLE, Owner.LIBRARY, Owner.MAIN_STACK, Owner.VDSO);
            assertThat(owners).doesNotContain(Owner.UNKNOWN, Owner.JAVA_HEAP);
        } finally {
            sleep.destroyForcibly();
        }
    }
}
