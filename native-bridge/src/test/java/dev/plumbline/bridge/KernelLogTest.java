package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelLogTest {

    private final Path root;

    KernelLogTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void recordsAreReadToTheEnd() throws IOException, NotAHostException {
        assertThat(log("6,0,0,-;first\n SUBSYSTEM=x\n5,1,2000000,-;second\n"))
                .isInstanceOfSatisfying(Reading.Content.class, c -> assertThat(c.value())
                        .isEqualTo(
                                "[    0.000000] first\n[    2.000000] second\n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aRingThatHasWrappedIsAbsentAndSaysSo() throws IOException, NotAHostException {
        assertThat(log("6,812,99000000,-;late\n"))
                .isInstanceOfSatisfying(
                        Reading.Absent.class, a -> assertThat(a.reason()).contains("first record is number 812"));
    }

    @Test
    void damageIsNamedWithItsLine() throws IOException, NotAHostException {
        assertThat(log("6,0,0,-;first\ngarbage\n"))
                .isInstanceOfSatisfying(
                        Reading.Failed.class,
                        f -> assertThat(f.reason()).contains("line 2").contains("garbage"));
    }

    @Test
    void aHostWithoutTheDeviceHasNoLog() throws IOException, NotAHostException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/version"), "Linux version 6.1.0\n");
        try (LiveHost host = LiveHost.open(root)) {
            assertThat(host.kernelLog()).isInstanceOf(Reading.Absent.class);
        }
    }

    @Test
    void theRunningKernelsLogIsNotConsumedByReadingIt() throws NotAHostException {
        try (LiveHost host = LiveHost.open(Path.of("/"))) {
            Reading<byte[]> first = host.kernelLog();
            Reading<byte[]> second = host.kernelLog();
            assertThat(second).hasSameClassAs(first);
            if (first instanceof Reading.Content<byte[]> content) {
                assertThat(content.value()).startsWith("[    0.0".getBytes(StandardCharsets.ISO_8859_1));
                assertThat(second.content().orElseThrow()).startsWith(content.value());
            } else if (first instanceof Reading.Denied<byte[]> denied) {
                assertThat(denied.remedy()).contains("CAP_SYSLOG");
            } else {
                assertThat(first).isInstanceOf(Reading.Absent.class);
            }
        }
    }

    private Reading<byte[]> log(String records) throws IOException, NotAHostException {
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("dev"));
        Files.writeString(root.resolve("proc/version"), "Linux version 6.1.0\n");
        Files.writeString(root.resolve("dev/kmsg"), records);
        try (LiveHost host = LiveHost.open(root)) {
            return host.kernelLog();
        }
    }
}
