package dev.plumbline.agent.inside;

import dev.plumbline.bridge.NotAHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The agent in the application, from attach to detach: it takes a snapshot, hands it out, and waits for the next time or for an
 * order. Loaded by name, and known to its caller by types of the JDK alone.
 */
public final class Stay implements BiConsumer<Map<String, String>, BlockingQueue<String>> {

    static final String STOP = "stop";
    static final String SNAPSHOT = "snapshot";

    /** Called by name. */
    public Stay() {}

    /**
     * Stays until it is ordered to stop, on the calling thread.
     *
     * @param arguments the agent's arguments, by name
     * @param orders {@code stop} and {@code snapshot}
     */
    @Override
    public void accept(Map<String, String> arguments, BlockingQueue<String> orders) {
        Settings settings = Settings.of(arguments);
        Troubles troubles = new Troubles();
        settings.problems().forEach(troubles::add);
        NativePart.prepare(settings.nativeUse()).ifPresent(troubles::add);
        Reply reply = new Reply(settings, troubles);
        try (Outlets outlets = Outlets.open(settings, orders, troubles)) {
            Camera camera = Camera.of(settings, troubles);
            long next = System.nanoTime();
            do {
                Snapshot snapshot = camera.take();
                outlets.publish(snapshot);
                reply.once(snapshot);
                next += settings.period().toNanos();
            } while (staysUntil(next, orders));
        } catch (NotAHostException e) {
            reply.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            // Nobody but the application interrupts this thread; what it wants is that the agent ends, and that
            // follows.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits; false when it is time to go. */
    private static boolean staysUntil(long nanoTime, BlockingQueue<String> orders) throws InterruptedException {
        Duration wait = Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
        return !STOP.equals(orders.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }
}
