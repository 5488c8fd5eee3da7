package dev.plumbline.agent.inside;

import dev.plumbline.bridge.NotAHostException;
import java.util.Map;
import java.util.Objects;
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
    private static final String NONE = "";

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
        NativePart.Prepared part = NativePart.prepare(settings.nativeUse());
        part.trouble().ifPresent(troubles::add);
        Reply reply = new Reply(settings, troubles);
        try (Outlets outlets = Outlets.open(settings, orders, troubles)) {
            Camera camera = Camera.of(settings.ask().orElse(!part.readsMemory()), troubles);
            Tidying tidying = Tidying.of(troubles);
            long next = System.nanoTime();
            String order;
            do {
                Snapshot snapshot = camera.take();
                outlets.publish(snapshot);
                reply.once(snapshot);
                if (settings.trim() && snapshot.number() == 1) {
                    tidying.prepare(Tidying.arenaBytes(snapshot));
                }
                next += settings.period().toNanos();
                order = await(next, orders, tidying);
            } while (!order.equals(STOP));
        } catch (NotAHostException e) {
            reply.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            // Nobody but the application interrupts this thread; what it wants is that the agent ends, and that
            // follows.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for an order, at most until a time; empty where none came. */
    private static String await(long nanoTime, BlockingQueue<String> orders, Tidying tidying)
            throws InterruptedException {
        String order = null;
        while (order == null && System.nanoTime() - nanoTime < 0) {
            long wait = Math.max(0, tidying.next(nanoTime) - System.nanoTime());
            order = orders.poll(wait, TimeUnit.NANOSECONDS);
            tidying.tidyIfDue();
        }
        return order == null ? Objects.requireNonNullElse(orders.poll(), NONE) : order;
    }
}
