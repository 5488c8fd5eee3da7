package dev.plumbline.inspector.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.observed.Vma;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every process that is no JVM to be read has an answer that says so. */
final class HotspotOutcomeTest {

    private static final Provenance MEM = new Provenance("proc/1/mem", Instant.EPOCH);

    /** A native image is such a program too: it maps no libjvm.so and exports no vmStructs. */
    @Test
    void anotherProgramIsNotAJvm() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try (LiveTarget live = new LiveTarget((int) sleep.pid())) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (live.maps().stream().noneMatch(v -> v.path().endsWith("/sleep")) && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            assertThat(live.read()).isInstanceOfSatisfying(HotspotAnswer.NotAJvm.class, n -> assertThat(n.reason())
                    .isEqualTo("no libjvm.so is mapped, and the executable exports no vmStructs"));
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKernelThreadHasNoMappings() {
        assertThat(Hotspot.read(target(List.of(), new Reading.Failed<>(MEM, "it is a kernel thread"))))
                .isEqualTo(new HotspotAnswer.NotAJvm("the process has no mappings"));
    }

    @Test
    void aRefusalIsHandedOnWithItsRemedyAndTheOtherWay() throws Exception {
        try (TargetJvm jvm = TargetJvm.start(Jdk.own(), List.of("-Xmx32m", "-XX:+UseSerialGC"));
                LiveTarget live = new LiveTarget(jvm.pid())) {
            HotspotAnswer answer = live.read(live.maps(), new Reading.Denied<>(MEM, "Yama forbids it", "run as root"));
            assertThat(answer)
                    .isEqualTo(new HotspotAnswer.Unreadable(
                            "Yama forbids it", "run as root; or ask the JVM itself (--ask)"));
        }
    }

    @Test
    void aJvmThatEndsMeanwhileIsGone() throws Exception {
        try (TargetJvm jvm = TargetJvm.start(Jdk.own(), List.of("-Xmx32m", "-XX:+UseSerialGC"));
                LiveTarget live = new LiveTarget(jvm.pid())) {
            List<Vma> maps = live.maps();
            try (ProcessMemory memory = live.memory().content().orElseThrow()) {
                jvm.process().destroyForcibly().waitFor();
                assertThat(live.read(maps, new Reading.Content<>(MEM, memory)))
                        .isInstanceOfSatisfying(HotspotAnswer.Unreadable.class, u -> assertThat(u.reason())
                                .contains("ESRCH"));
            }
        }
    }

    /** At any of its reads the process may be gone; none of them is the last word. */
    @Test
    void aJvmThatEndsBetweenAnyTwoReadsIsGone() throws Exception {
        try (TargetJvm jvm = TargetJvm.start(Jdk.own(), List.of("-Xmx32m", "-XX:+UseSerialGC"));
                LiveTarget live = new LiveTarget(jvm.pid());
                ProcessMemory memory = live.memory().content().orElseThrow()) {
            for (int reads = 0; reads < 4096; reads = reads * 2 + 1) {
                int[] left = {reads};
                ProcessMemory ending = (address, length) -> left[0]-- > 0
                        ? memory.read(address, length)
                        : new NativeAnswer.Refused<>("process_vm_readv", 3, "ESRCH");
                HotspotAnswer answer = live.read(live.maps(), new Reading.Content<>(MEM, ending));
                if (left[0] < 0) {
                    assertThat(answer).isInstanceOf(HotspotAnswer.Unreadable.class);
                }
            }
        }
    }

    private static HotspotTarget target(List<Vma> maps, Reading<ProcessMemory> memory) {
        return new HotspotTarget(maps, memory, Map.of(), 4096);
    }
}
