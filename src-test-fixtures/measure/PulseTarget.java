import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that notices when all its threads stand still. Its thread "pulse" wants to wake every 200 µs, allocates nothing, and
 * counts how much too late it wakes: a thread that leaves the kernel during a safepoint waits for its end. It is asleep most of the
 * time, so that it can be given real-time priority without taking a processor away from what it watches.
 *
 * <p>It prints "ready"; then, for each line of its standard input, one line about the time since the line before: wakings,
 * longest delay in microseconds, and how many delays were longer than 1, 10 and 50 ms.
 */
public class PulseTarget {

    private static final long BEAT_NANOS = 200_000;
    private static final long[] LIMITS_NANOS = {1_000_000, 10_000_000, 50_000_000};

    /** Wakings, longest, and one count a limit. */
    private static final AtomicLongArray SEEN = new AtomicLongArray(2 + LIMITS_NANOS.length);

    public static void main(String[] arguments) throws Exception {
        Thread pulse = new Thread(PulseTarget::beat, "pulse");
        pulse.setDaemon(true);
        pulse.start();
        Thread.sleep(2_000);
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        while (orders.readLine() != null) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < SEEN.length(); i++) {
                long value = SEEN.getAndSet(i, 0);
                line.append(i == 0 ? "" : " ").append(i == 1 ? value / 1000 : value);
            }
            System.out.println(line);
        }
    }

    private static void beat() {
        while (true) {
            long due = System.nanoTime() + BEAT_NANOS;
            LockSupport.parkNanos(BEAT_NANOS);
            long late = System.nanoTime() - due;
            SEEN.incrementAndGet(0);
            SEEN.set(1, Math.max(SEEN.get(1), late));
            for (int i = 0; i < LIMITS_NANOS.length; i++) {
                if (late > LIMITS_NANOS[i]) {
                    SEEN.incrementAndGet(2 + i);
                }
            }
        }
    }
}
