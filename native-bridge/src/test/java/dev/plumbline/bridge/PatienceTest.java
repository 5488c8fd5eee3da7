package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that do not come back. A FIFO that nobody writes to is a file whose opening never ends. */
@Timeout(60)
final class PatienceTest {

    private static final Duration LIMIT = Duration.ofMillis(400);

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void aFileThatDoesNotComeIsGivenUpAndTheNextOneOfTheProcessSooner(@TempDir Path root)
            throws IOException, InterruptedException, NotAHostException {
        Path process = Files.createDirectories(root.resolve("proc/77"));
        Files.writeString(root.resolve("proc/version"), "Linux version 6.12\n");
        Files.writeString(process.resolve("auxv"), "vector");
        Path stuck = fifo(process.resolve("smaps"));
        Duration slow = Patience.SHORT.multipliedBy(4);
        try (LiveHost host = LiveHost.open(root, slow)) {
            long start = System.nanoTime();
            Reading<byte[]> first = host.read("proc/77/smaps");
            assertThat(millisSince(start)).isBetween(slow.toMillis() - 50, slow.toMillis() * 5);
            assertThat(first).isInstanceOfSatisfying(Reading.Failed.class, f -> assertThat(f.reason())
                    .startsWith("no answer within 2 s: the kernel waits for a page"));

            start = System.nanoTime();
            assertThat(host.read("proc/77/smaps"))
                    .isInstanceOfSatisfying(
                            Reading.Failed.class, f -> assertThat(f.reason()).startsWith("no answer within 0.5 s: "));
            assertThat(millisSince(start)).isLessThan(slow.toMillis());
            assertThat(host.read("proc/77/auxv").content()).isPresent();
        } finally {
            letGo(stuck);
        }
    }

    /** Whoever opens it for writing ends the waiting of those who open it for reading. */
    private static void letGo(Path fifo) throws IOException {
        try (OutputStream opened = Files.newOutputStream(fifo)) {
            opened.write('\n');
        }
    }

    private static Path fifo(Path path) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", path.toString()).start();
        assumeTrue(made.waitFor(20, TimeUnit.SECONDS) && made.exitValue() == 0, "needs mkfifo");
        return path;
    }

    @Test
    void whoWorksIsWaitedForHoweverLong() throws IOException {
        try (Patience patience = new Patience(LIMIT)) {
            long worked = patience.call(() -> {
                long start = System.nanoTime();
                long steps = 0;
                while (millisSince(start) < LIMIT.toMillis() * 3) {
                    steps++;
                }
                return steps;
            });
            assertThat(worked).isPositive();
        }
    }

    @Test
    void whatIsLeftBehindDoesNotHoldUpTheNextCall() throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Patience patience = new Patience(LIMIT)) {
            assertThatThrownBy(() -> patience.call(() -> {
                        never.await();
                        ended.countDown();
                        return 1;
                    }))
                    .isInstanceOf(UnansweredException.class)
                    .hasMessageStartingWith("no answer within 0.4 s");
            assertThat(patience.call(() -> 7)).isEqualTo(7);
            never.countDown();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatACallThrowsIsThrown() {
        try (Patience patience = new Patience(LIMIT)) {
            assertThatThrownBy(() -> patience.call(() -> {
                        throw new IOException("no such file");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no such file");
            assertThatThrownBy(() -> patience.call(() -> Integer.parseInt("x")))
                    .isInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void aShutGateLetsNothingThrough() {
        Gate gate = new Gate();
        int[] seen = new int[1];
        PagemapVisitor guarded = gate.guard((addresses, entries, count) -> seen[0] += count);
        guarded.block(new long[0], new long[0], 3);
        gate.close();
        guarded.block(new long[0], new long[0], 4);
        assertThat(seen[0]).isEqualTo(3);
    }

    @Test
    void withoutThreadsTheCallerWorksItself() throws IOException {
        try (Patience patience = Patience.withoutThreads()) {
            assertThat(patience.call(Thread::currentThread)).isSameAs(Thread.currentThread());
            assertThatThrownBy(() -> patience.call(() -> {
                        throw new IOException("gone");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
        }
    }
}
