import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process with many threads and many mappings. Arguments: threads, mappings of one page. Its heap is resident with
 * {@code -Xms -XX:+AlwaysPreTouch}. It prints "ready" and ends when its standard input does.
 */
public class LargeTarget {

    private static final int PAGE = 4096;
    private static final int FILE_PAGES = 64;
    private static final List<MappedByteBuffer> MAPPED = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        startThreads(Integer.parseInt(arguments[0]));
        mapPages(Integer.parseInt(arguments[1]));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // what is written to it does not matter
        }
        Runtime.getRuntime().halt(0);
    }

    private static void startThreads(int count) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(count);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                running.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, "sleeper-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        running.await();
    }

    /** Neighbours differ in their rights and never continue each other's place in the file, so the kernel merges none. */
    private static void mapPages(int count) throws IOException {
        Path file = Files.createTempFile("large-target", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(FILE_PAGES * PAGE));
            for (int i = 0; i < count; i++) {
                FileChannel.MapMode mode = i % 2 == 0 ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
                MappedByteBuffer page = channel.map(mode, (long) (i * 7 % FILE_PAGES) * PAGE, PAGE);
                page.get(0);
                MAPPED.add(page);
            }
        } finally {
            Files.delete(file);
        }
    }
}
