import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program that has some of everything, for any Java from 8 on: objects, classes, compiled code, threads, direct buffers, a mapped file.
 * Arguments: KEY=VALUE of threads (8), direct (MiB in buffers of one, 20), odd (further direct buffers, of odd sizes up to a MiB; all
 * are printed, which takes --add-opens java.base/java.nio=ALL-UNNAMED from 17 on, 0), segment (MiB in a native segment of an automatic
 * arena, from 22 on, 0), mapped (MiB, 4), heap (MiB kept, 10), churn (collections, with garbage among what lives, so that objects
 * move, 0), young (ends with young collections instead of a whole one), seconds (600).
 * It prints "ready", stays that long, and ends when its standard input does.
 */
public class Workload {

    private static final int PAGE = 4096;
    private static final int MIB = 1 << 20;
    private static final List<Object> KEPT = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> options = new TreeMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=");
            options.put(parts[0], Integer.valueOf(parts[1]));
        }
        for (int i = 0; i < options.getOrDefault("direct", 20); i++) {
            KEPT.add(touched(ByteBuffer.allocateDirect(MIB)));
        }
        if (options.containsKey("odd")) {
            addOddBuffers(options.get("odd"));
        }
        if (options.containsKey("segment")) {
            addSegment(options.get("segment") * (long) MIB);
        }
        mapFile(options.getOrDefault("mapped", 4) * MIB);
        int churn = options.getOrDefault("churn", 0);
        for (int i = 0; i < churn; i++) {
            leaveGarbage(100_000);
            System.gc();
        }
        for (int i = 0; i < options.getOrDefault("threads", 8); i++) {
            startSleeper("worker " + i);
            leaveGarbage(churn * 100);
        }
        startSleeper("a name that is longer than the 15 bytes the kernel keeps");
        startSleeper("\u0440\u0430\u0431\u043e\u0442\u0430 \u2116 1");
        for (int i = 0; i < options.getOrDefault("heap", 10); i++) {
            KEPT.add(new byte[MIB]);
        }
        compileSomething();
        if (options.containsKey("young")) {
            leaveGarbage(3_000_000);
        } else {
            System.gc();
        }
        if (options.containsKey("odd")) {
            Thread.sleep(500); // cleaners run after the collection
            printPools();
        }
        System.out.println("ready");
        startSleeper("until input ends", () -> {
            while (System.in.read() >= 0) {
                // what is written to it does not matter
            }
            Runtime.getRuntime().halt(0);
        });
        Thread.sleep(options.getOrDefault("seconds", 600) * 1000L);
    }

    /** Every third is let go again, so that there are holes between the others, and is collected when the program is ready. */
    private static void addOddBuffers(int count) throws ReflectiveOperationException {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteBuffer buffer = touched(ByteBuffer.allocateDirect(i * i * 37 % MIB));
            if (i % 3 != 0) {
                buffers.add(buffer);
            }
            leaveGarbage(100);
        }
        KEPT.stream().filter(o -> o instanceof ByteBuffer).forEach(o -> buffers.add((ByteBuffer) o));
        KEPT.addAll(buffers);
        Field address = Buffer.class.getDeclaredField("address");
        address.setAccessible(true);
        for (ByteBuffer buffer : buffers) {
            KEPT.add(buffer.slice());
            System.out.println("direct " + Long.toHexString(address.getLong(buffer)) + " " + buffer.capacity());
        }
    }

    private static void addSegment(long sizeBytes) throws ReflectiveOperationException {
        Class<?> arena = Class.forName("java.lang.foreign.Arena");
        Object automatic = arena.getMethod("ofAuto").invoke(null);
        KEPT.add(arena.getMethod("allocate", long.class, long.class).invoke(automatic, sizeBytes, 8L));
    }

    private static void printPools() {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            System.out.println("pool " + pool.getName() + " " + pool.getCount() + " " + pool.getMemoryUsed() + " "
                    + pool.getTotalCapacity());
        }
    }

    private static void mapFile(int sizeBytes) throws IOException {
        if (sizeBytes == 0) {
            return;
        }
        Path file = Files.createTempFile("workload", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes);
            KEPT.add(touched(mapped));
        } finally {
            Files.delete(file);
        }
    }

    private static ByteBuffer touched(ByteBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i += PAGE) {
            buffer.put(i, (byte) 1);
        }
        return buffer;
    }

    private static void compileSomething() {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 200_000; i++) {
            counts.merge("key " + i % 1000, 1, Integer::sum);
        }
        KEPT.add(counts);
    }

    /** So that there are holes between what lives, and a collector finds it worth while to move that. */
    private static void leaveGarbage(int count) {
        for (int i = 0; i < count; i++) {
            byte[] piece = new byte[i % 16 * 8];
            if (i % 1000 == 999) {
                KEPT.add(piece);
            }
        }
    }

    private static void startSleeper(String name) {
        startSleeper(name, () -> Thread.sleep(Long.MAX_VALUE));
    }

    private static void startSleeper(String name, Action action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (InterruptedException | IOException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Action {
        void run() throws InterruptedException, IOException;
    }
}
