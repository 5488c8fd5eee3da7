package dev.plumbline.bridge;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls into the kernel that may wait for somebody else, on threads of its own, and waits no longer than a limit.
 *
 * <p>A page fault on another process's memory sleeps until its userfaultfd's owner or its file system brings the page, and what is
 * printed of its mappings needs its mmap_lock, which whoever waits in that way may hold (Linux 6.12: fs/userfaultfd.c,
 * {@code handle_userfault}; mm/filemap.c, {@code filemap_fault}; fs/proc/task_mmu.c, {@code m_start}). Such a sleep ends by a fatal
 * signal alone, so that nothing wakes the thread; it is left behind, and ends with this process at the latest.
 *
 * <p>Waiting is what is limited, not work: a call that used the CPU since it was last looked at has as much time again. Printing
 * smaps of a terabyte takes longer than any page takes to come.
 */
final class Patience implements AutoCloseable {

    /** Far longer than a page takes to come from a disk, and still in sight of a person who waits. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** Of one that has not answered before. */
    static final Duration SHORT = Duration.ofMillis(500);

    private static final int MOST_THREADS = 64;

    /** A call is looked at half-way, and is given up where it used no CPU from then on. */
    private static final int LOOKS = 2;

    private static final long NOT_LOOKED_AT = -1;
    private static final long IDLE_MILLIS = 1000;

    private final Duration limit;
    private final Executor threads;

    Patience(Duration limit) {
        this(limit, pool());
    }

    private Patience(Duration limit, Executor threads) {
        this.limit = limit;
        this.threads = threads;
    }

    /** Makes every call on the caller's own thread, however long it takes. */
    static Patience withoutThreads() {
        return new Patience(LIMIT, Runnable::run);
    }

    private static ThreadPoolExecutor pool() {
        return new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "plumbline-reading");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    Duration limit() {
        return limit;
    }

    /** With the whole limit. */
    <T> T call(Callable<T> action) throws IOException {
        return call(action, limit);
    }

    /**
     * Makes a call.
     *
     * @param action touches nothing of the caller's that the caller would go on with, should it be left behind
     * @throws UnansweredException if it did not come back in time
     * @throws IOException what it threw
     */
    <T> T call(Callable<T> action, Duration limit) throws IOException {
        AtomicReference<@Nullable Thread> worker = new AtomicReference<>();
        FutureTask<T> task = new FutureTask<>(() -> {
            worker.set(Thread.currentThread());
            return action.call();
        });
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new UnansweredException("not asked: %d earlier calls have not come back".formatted(MOST_THREADS));
        }
        long used = NOT_LOOKED_AT;
        while (true) {
            try {
                return task.get(Math.max(1, limit.toMillis() / LOOKS), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = cpuNanos(worker.get());
                if (now == used) {
                    throw UnansweredException.after(limit);
                }
                used = now;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnansweredException("interrupted");
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException defect) {
            throw defect;
        }
        if (cause instanceof Error defect) {
            throw defect;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    /** What a thread has used so far; zero where the JVM does not tell. */
    private static long cpuNanos(@Nullable Thread thread) {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        return thread == null || !all.isThreadCpuTimeSupported() ? 0 : all.getThreadCpuTime(thread.getId());
    }

    /** Ends the threads that do not wait; more calls may follow. */
    @Override
    public void close() {
        if (threads instanceof ThreadPoolExecutor pool) {
            pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
        }
    }
}
