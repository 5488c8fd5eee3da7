package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes that were executed with and without ADDR_NO_RANDOMIZE, and what the sysctl says beside that. */
@EnabledOnOs(OS.LINUX)
class RandomizationTest {

    private static final List<String> STILL = List.of("setarch", "-R", "sleep", "100");
    private static final List<String> RANDOM = List.of("sleep", "100");

    /** Random bits by window, as the reports give them. */
    private static Map<String, Integer> bits(List<String> command, String setting)
            throws IOException, NotAHostException, InterruptedException {
        Process target = new ProcessBuilder(command).start();
        try (LiveHost live = LiveHost.open(Path.of("/"))) {
            String process = "proc/" + target.pid() + "/";
            Path comm = Path.of("/" + process + "comm");
            while (!Files.readString(comm).strip().equals("sleep")) {
                assumeTrue(target.isAlive(), "needs setarch -R, which a seccomp filter may refuse");
                Thread.sleep(5);
            }
            HostView host = new HostView(edited(
                    live, Map.of("proc/sys/kernel/randomize_va_space", setting, process + "personality", "00000000")));
            ProcessView view = new ProcessView(
                    ProcessView.readStat((int) target.pid(), host)
                            .intact()
                            .flatMap(s -> s)
                            .orElseThrow(),
                    host);
            ProcessMap map = ((MapAnswer.Mapped) ProcessMapReader.read(view, MapOptions.KERNEL_FILES)).map();
            Map<String, Integer> bits = new TreeMap<>();
            map.ranges().forEach(r -> map.windows().window(r).ifPresent(w -> bits.put(w.name(), w.randomBits())));
            return bits;
        } finally {
            target.destroyForcibly();
        }
    }

    private static KernelFiles edited(LiveHost live, Map<String, String> texts) {
        return (KernelFiles) Proxy.newProxyInstance(
                RandomizationTest.class.getClassLoader(),
                new Class<?>[] {KernelFiles.class},
                (proxy, method, arguments) -> method.getName().equals("read") && texts.containsKey(arguments[0])
                        ? new Reading.Content<>(
                                new Provenance((String) arguments[0], Instant.EPOCH),
                                texts.get(arguments[0]).getBytes(StandardCharsets.US_ASCII))
                        : method.invoke(live, arguments));
    }

    @Test
    void nothingIsRandomWhereTheSettingIsZeroAndTheStackIsAtItsTop()
            throws IOException, NotAHostException, InterruptedException {
        assertThat(bits(STILL, "0"))
                .containsEntry("stack", 0)
                .containsEntry("mmap", 0)
                .containsEntry("image", 0)
                .containsEntry("brk", 0);
    }

    @Test
    void theBreakAloneIsNotRandomWhereTheSettingIsOneAndItBeginsBehindTheProgram()
            throws IOException, NotAHostException, InterruptedException {
        assertThat(bits(STILL, "1")).containsEntry("brk", 0).hasEntrySatisfying("stack", bits -> assertThat(bits)
                .isPositive());
        assertThat(bits(STILL, "2"))
                .hasEntrySatisfying("brk", bits -> assertThat(bits).isPositive());
    }

    /** It was executed before the setting was changed. */
    @Test
    void aRandomLayoutIsSeenWhateverTheSettingSaysNow() throws IOException, NotAHostException, InterruptedException {
        assertThat(bits(RANDOM, "0"))
                .containsExactlyInAnyOrderEntriesOf(bits(RANDOM, "2"))
                .hasEntrySatisfying("stack", bits -> assertThat(bits).isPositive());
    }
}
