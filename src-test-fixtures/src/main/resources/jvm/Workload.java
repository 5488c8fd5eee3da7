import java.io.IOException;
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
 * Arguments: KEY=VALUE of threads (8), direct (MiB in buffers of one, 20), mapped (MiB, 4), heap (MiB kept, 10), churn (rounds of
 * garbage and its collection, so that objects move, 0), seconds (600).
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
        mapFile(options.getOrDefault("mapped", 4) * MIB);
        for (int i = 0; i < options.getOrDefault("threads", 8); i++) {
            startSleeper("worker " + i);
        }
        startSleeper("a name that is longer than the 15 bytes the kernel keeps");
        startSleeper("\u0440\u0430\u0431\u043e\u0442\u0430 \u2116 1");
        for (int i = 0; i < options.getOrDefault("heap", 10); i++) {
            KEPT.add(new byte[MIB]);
        }
        compileSomething();
        for (int i = 0; i < options.getOrDefault("churn", 0); i++) {
            churn();
        }
        System.gc();
        System.out.println("ready");
        startSleeper("until input ends", () -> {
            while (System.in.read() >= 0) {
                // what is written to it does not matter
            }
            Runtime.getRuntime().halt(0);
        });
        Thread.sleep(options.getOrDefault("seconds", 600) * 1000L);
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

    /** Leaves holes between what lives, so that a collector finds it worth while to move that. */
    private static void churn() {
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            byte[] piece = new byte[i % 16 * 8];
            if (i % 16 == 0) {
                kept.add(piece);
            }
        }
        KEPT.add(kept.subList(0, 100));
        System.gc();
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
