package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes of the host that runs the tests; the oracle is its kernel. */
@EnabledOnOs(OS.LINUX)
class LiveProcessesTest {

    private static final List<Check> CHECKS = List.of(new PageTableBytes(), new FrameInZone());

    /** ZGC with a heap of 1 TiB reserves 16 TiB of addresses or more; without PAGEMAP_SCAN that would be 32 GiB of reads. */
    @Test
    void terabytesOfReservedAddressesAreNoBurden() throws IOException, NotAHostException {
        Process reserving = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseZGC",
                        "-Xmx1t",
                        "-Xlog:disable",
                        "-cp",
                        classes(),
                        Sleeper.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assumeTrue(reserving.getInputStream().read() == Sleeper.READY, "this host does not grant the reservation");
            Report report = examine(reserving.pid());

            assertThat(report.took()).isLessThan(Duration.ofSeconds(30));
            assertThat(report.findings()).hasSize(2).allSatisfy(f -> assertThat(f.verdict())
                    .isNotInstanceOf(Verdict.Violated.class));
        } finally {
            reserving.destroyForcibly();
        }
    }

    /** Says that it runs, and waits. */
    static final class Sleeper {
        static final int READY = '!';

        private Sleeper() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.write(READY);
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    /** A process that does nothing and has one thread cannot have more tables than its pages need. */
    @Test
    void aSleepingProcessIsExact() throws IOException, InterruptedException, NotAHostException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/pagemap")));
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            awaitSleep(sleep.pid());
            Report report = examine(sleep.pid());

            assertThat(report.findings()).hasSize(2).allSatisfy(f -> assertThat(f.verdict())
                    .isNotInstanceOf(Verdict.Violated.class));
            assertThat(report.findings().get(0).verdict()).isInstanceOf(Verdict.Holds.class);
        } finally {
            sleep.destroyForcibly();
        }
    }

    private static String classes() {
        URL location = Sleeper.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(location.getPath()).toString();
    }

    /** Until the program is loaded and waits. */
    private static void awaitSleep(long pid) throws IOException, InterruptedException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        for (int i = 0; i < 500 && !Files.readString(stat).contains("(sleep) S"); i++) {
            Thread.sleep(10);
        }
        assertThat(Files.readString(stat)).contains("(sleep) S");
    }

    private static Report examine(long pid) throws NotAHostException {
        try (LiveHost host = LiveHost.open(Path.of("/"))) {
            return CheckRun.run(host, new Selection(CHECKS, Set.of((int) pid)), ProgressListener.NONE);
        }
    }
}
