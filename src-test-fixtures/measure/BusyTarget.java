import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process that notices when it is disturbed. With the argument "allocate" it allocates in a tight loop. With "churn" it maps a
 * file, touches and unmaps it, and starts a thread and waits for its end, again and again: all of which need the kernel's
 * mmap_lock for writing. How long each step took is counted.
 *
 * <p>It prints "ready"; then each line of its standard input, SECONDS and a label, makes a measurement and prints one line an
 * operation: label, operation, count, median, 99.9 %, 99.99 % and longest in microseconds, how many took more than 1, 5 and
 * 10 ms; and "done".
 */
public class BusyTarget {

    private static final int MAPPED_BYTES = 1 << 20;
    private static final int KEPT = 1 << 12;

    private static volatile Object escaped;

    public static void main(String[] arguments) throws Exception {
        boolean churn = arguments[0].equals("churn");
        measure(2_000, churn);
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            measure(1_000L * Integer.parseInt(words[0]), churn)
                    .forEach((operation, steps) -> System.out.println(words[1] + " " + operation + " " + steps));
            System.out.println("done");
        }
    }

    private static Map<String, Steps> measure(long millis, boolean churn) throws Exception {
        Map<String, Steps> measured = new TreeMap<>();
        long end = System.nanoTime() + millis * 1_000_000;
        if (churn) {
            change(end, measured);
        } else {
            allocate(end, measured);
        }
        return measured;
    }

    private static void allocate(long end, Map<String, Steps> measured) {
        Steps steps = new Steps();
        byte[][] kept = new byte[KEPT][];
        escaped = kept;
        long before = System.nanoTime();
        for (int i = 0; before < end; i++) {
            kept[i & (KEPT - 1)] = new byte[256];
            long now = System.nanoTime();
            steps.add(now - before);
            before = now;
        }
        measured.put("allocation", steps);
    }

    private static void change(long end, Map<String, Steps> measured) throws Exception {
        Steps map = new Steps();
        Steps unmap = new Steps();
        Steps thread = new Steps();
        Path file = Files.createTempFile("busy-target", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long before = System.nanoTime();
            while (before < end) {
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, MAPPED_BYTES);
                before = map.addSince(before);
                mapped.put(0, (byte) 1);
                before = System.nanoTime();
                unmap(mapped);
                before = unmap.addSince(before);
                Thread child = new Thread(() -> escaped = Thread.currentThread());
                child.start();
                child.join();
                before = thread.addSince(before);
            }
        } finally {
            Files.delete(file);
        }
        measured.put("mmap", map);
        measured.put("munmap", unmap);
        measured.put("thread", thread);
    }

    /** What frees a buffer at once; Java 17 has no public way. */
    private static void unmap(MappedByteBuffer mapped) throws ReflectiveOperationException {
        Unsafe.CLEANER.invoke(Unsafe.INSTANCE, mapped);
    }

    /** {@code sun.misc.Unsafe::invokeCleaner}. */
    private static final class Unsafe {
        static final Object INSTANCE;
        static final Method CLEANER;

        static {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field field = type.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                INSTANCE = field.get(null);
                CLEANER = type.getMethod("invokeCleaner", ByteBuffer.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /** A histogram of durations, 32 buckets to each power of two. */
    private static final class Steps {
        private static final int FINE = 5;

        private final long[] buckets = new long[64 << FINE];
        private long count;
        private long longest;

        long addSince(long before) {
            long now = System.nanoTime();
            add(now - before);
            return now;
        }

        void add(long nanos) {
            int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - FINE);
            buckets[(shift << FINE) + (int) (nanos >>> shift)]++;
            count++;
            longest = Math.max(longest, nanos);
        }

        private double microsAt(double part) {
            long wanted = (long) Math.ceil(part * count);
            long seen = 0;
            for (int i = 0; i < buckets.length; i++) {
                seen += buckets[i];
                if (seen >= wanted) {
                    int shift = Math.max(0, (i >> FINE) - 1);
                    return ((long) (i - (shift << FINE)) << shift) / 1e3;
                }
            }
            return longest / 1e3;
        }

        private long longerThan(long millis) {
            long found = 0;
            for (int i = 0; i < buckets.length; i++) {
                int shift = Math.max(0, (i >> FINE) - 1);
                found += (long) (i - (shift << FINE)) << shift >= millis * 1_000_000 ? buckets[i] : 0;
            }
            return found;
        }

        @Override
        public String toString() {
            return String.format(
                    "%d %.1f %.1f %.1f %.1f %d %d %d",
                    count,
                    microsAt(0.5),
                    microsAt(0.999),
                    microsAt(0.9999),
                    longest / 1e3,
                    longerThan(1),
                    longerThan(5),
                    longerThan(10));
        }
    }
}
