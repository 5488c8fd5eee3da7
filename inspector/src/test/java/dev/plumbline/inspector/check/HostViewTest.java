package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostViewTest {

    private static final int THREADS = 8;

    private final HostView host = new HostView(StoredFiles.none());
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    /** The deriving thread stays inside until all others have been seen to wait for it. */
    @Test
    void whatManyThreadsAskForAtOnceIsDerivedByOne() throws InterruptedException, ExecutionException, TimeoutException {
        AtomicInteger derivations = new AtomicInteger();
        List<Thread> asking = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(THREADS);
        List<Future<Object>> answers = onAllThreads(() -> {
            synchronized (asking) {
                asking.add(Thread.currentThread());
            }
            started.countDown();
            return host.once("slow", () -> {
                derivations.incrementAndGet();
                awaitWaiting(started, asking);
                return new Object();
            });
        });

        Object first = answers.get(0).get(10, TimeUnit.SECONDS);
        for (Future<Object> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isSameAs(first);
        }
        assertThat(derivations).hasValue(1);
    }

    /** Two threads that derive different things, each of which needs a third and a file. */
    @Test
    void derivationsMayNeedOthers() throws InterruptedException, ExecutionException, TimeoutException {
        AtomicInteger derivations = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        List<Future<String>> answers = onAllThreads(() -> host.once(
                "outer" + number.getAndIncrement() % 2,
                () -> host.once("inner", () -> "inner" + derivations.incrementAndGet()) + " and more"));

        for (Future<String> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("inner1 and more");
        }
        assertThat(derivations).hasValue(1);
    }

    @Test
    void whatFailedIsTriedAgain() {
        assertThatThrownBy(() -> host.once("fickle", () -> {
                    throw new IllegalArgumentException("not yet");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not yet");
        assertThat(host.<String>once("fickle", () -> "now")).isEqualTo("now");
        assertThat(host.<String>once("fickle", () -> "later")).isEqualTo("now");
    }

    @Test
    void whatNeedsItselfIsADefectAndNoDeadlock() {
        assertThatThrownBy(() -> host.once("circle", () -> host.once("arc", () -> host.once("circle", () -> "round"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("circle");
    }

    private <T> List<Future<T>> onAllThreads(Callable<T> task) {
        List<Future<T>> answers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            answers.add(pool.submit(task));
        }
        return answers;
    }

    /** Until every other thread that asks is blocked, or derives as well, which the test then sees. */
    private static void awaitWaiting(CountDownLatch started, List<Thread> asking) {
        try {
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100 && blocked(asking) < THREADS - 1; i++) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long blocked(List<Thread> asking) {
        synchronized (asking) {
            return asking.stream()
                    .filter(t -> t.getState() == Thread.State.BLOCKED)
                    .count();
        }
    }
}
