package dev.plumbline.agent;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of the agent: it ends what an earlier call started, and stays as the new one unless it was asked to stop. It runs on
 * a daemon thread of its own, whose end is the end of everything that it made; whatever is thrown on the thread is answered, not
 * printed.
 */
final class Errand implements Runnable, Thread.UncaughtExceptionHandler {

    /** As the kernel shows it in {@code /proc/PID/task/TID/comm}, which holds 15 characters. */
    static final String THREAD = "plumbline-agent";

    private static final String STOP_THREAD = "plumbline-stop";

    /** The order that ends a stay. */
    private static final String STOP = "stop";

    private static final String INSIDE = "dev.plumbline.agent.inside.Stay";
    private static final long MOST_MILLIS_TO_END = 30_000;

    private static @Nullable Errand staying;

    private final Arguments arguments;
    private final Answer answer;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    private final Thread thread;

    private Errand(Arguments arguments) {
        this.arguments = arguments;
        this.answer = Answer.to(arguments.value(Arguments.ANSWER));
        this.thread = new Thread(null, this, arguments.has(Arguments.STOP) ? STOP_THREAD : THREAD, 0, false);
    }

    static void start(Arguments arguments) {
        Errand errand = new Errand(arguments);
        errand.thread.setDaemon(true);
        errand.thread.setUncaughtExceptionHandler(errand);
        try {
            errand.thread.start();
        } catch (OutOfMemoryError e) {
            errand.answer.failed("no thread could be started: " + e.getMessage());
        }
    }

    @Override
    public void run() {
        boolean stop = arguments.has(Arguments.STOP);
        Errand before = relieve(stop ? null : this);
        if (before != null && !before.end()) {
            forget(this);
            answer.failed("the agent did not end within %d s".formatted(MOST_MILLIS_TO_END / 1000));
        } else if (stop) {
            answer.stopped(before != null);
        } else {
            stay();
        }
    }

    /** Called by the JVM in place of printing what was thrown. */
    @Override
    public void uncaughtException(Thread where, Throwable thrown) {
        forget(this);
        answer.failed("the agent ended: " + thrown);
    }

    private void stay() {
        try (IsolatedLoader loader = IsolatedLoader.open(arguments.value(Arguments.JAR))) {
            thread.setContextClassLoader(loader);
            byte[] occupant = loader.entryPoint(Occupant.class);
            try {
                inside(loader).accept(arguments.values(), orders);
            } finally {
                JdkCaches.occupy(occupant);
            }
        } catch (IOException | ReflectiveOperationException e) {
            answer.failed("the agent's JAR cannot be used: " + e);
        } finally {
            thread.setContextClassLoader(null);
            forget(this);
        }
    }

    @SuppressWarnings("unchecked") // the class is in the same JAR
    private static BiConsumer<Map<String, String>, BlockingQueue<String>> inside(ClassLoader loader)
            throws ReflectiveOperationException {
        return (BiConsumer<Map<String, String>, BlockingQueue<String>>)
                loader.loadClass(INSIDE).getConstructor().newInstance();
    }

    /** Has the thread end, and sees to it that it did. */
    private boolean end() {
        orders.add(STOP);
        try {
            thread.join(MOST_MILLIS_TO_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private static synchronized @Nullable Errand relieve(@Nullable Errand next) {
        Errand before = staying;
        staying = next;
        return before;
    }

    private static synchronized void forget(Errand errand) {
        if (staying == errand) {
            staying = null;
        }
    }
}
