package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostIdentityTest {

    @Test
    void quantitiesAreThoseOfProc() throws IOException {
        HostIdentity identity = HostIdentity.of(Path.of("/")).content().orElseThrow();
        List<String> cpuinfo = Files.readAllLines(Path.of("/proc/cpuinfo"));
        String memTotal = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        long processors =
                cpuinfo.stream().filter(l -> l.startsWith("processor")).count();
        assertThat(identity.cpus()).hasValue((int) processors);
        assertThat(identity.memoryBytes()).hasValue(Long.parseLong(memTotal) * 1024);
        assertThat(identity.nodesWithCpus()).isPresent();
        identity.cpuName().ifPresent(name -> assertThat(cpuinfo).anyMatch(l -> l.endsWith(": " + name)));
    }

    @Test
    void nothingUnknownComesThroughAsText() {
        HostIdentity identity = HostIdentity.of(Path.of("/")).content().orElseThrow();
        for (var text : List.of(
                identity.cpuName(), identity.microarchitecture(), identity.machine(), identity.virtualization())) {
            text.ifPresent(t -> assertThat(t).isNotBlank().isNotEqualToIgnoringCase("unknown"));
        }
    }
}
