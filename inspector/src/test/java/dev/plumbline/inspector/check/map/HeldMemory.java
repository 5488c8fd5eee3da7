package dev.plumbline.inspector.check.map;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that maps a {@code libjvm.so} whose pages never come: reading them by process_vm_readv sleeps until a fatal signal.
 * Skips where the kernel does not let a test hold pages back.
 */
public final class HeldMemory implements AutoCloseable {

    /** userfaultfd takes pages of anonymous memory and of tmpfs; this one is tmpfs wherever shm_open(3) works. */
    private static final Path TMPFS = Path.of("/dev/shm");

    private final Path folder;
    private final NativeTarget target;

    private HeldMemory(Path folder, NativeTarget target) {
        this.folder = folder;
        this.target = target;
    }

    /**
     * Starts it.
     *
     * @param scratch where it is compiled
     */
    public static HeldMemory start(Path scratch) throws IOException, InterruptedException {
        assumeTrue(Files.isWritable(TMPFS), "needs a tmpfs at " + TMPFS);
        Path folder = Files.createTempDirectory(TMPFS, "plumbline-held");
        try {
            Path library = folder.resolve("libjvm.so");
            return new HeldMemory(folder, NativeTarget.start(scratch, "held.c", List.of("-O0"), library.toString()));
        } catch (NativeTarget.EndedEarly e) {
            remove(folder);
            assumeTrue(e.lines().stream().noneMatch(l -> l.startsWith("denied")), "needs userfaultfd: " + e.lines());
            throw e;
        }
    }

    /** The process's. */
    public long pid() {
        return target.pid();
    }

    @Override
    public void close() throws IOException {
        target.close();
        remove(folder);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
