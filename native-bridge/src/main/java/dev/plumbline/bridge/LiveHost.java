package dev.plumbline.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The running kernel's files, below {@code /} or below a folder that shows another mount namespace's {@code proc},
 * {@code sys}, {@code boot} and {@code dev}. Reads with plain Java I/O; native calls serve the kernel log and PAGEMAP_SCAN
 * alone, and are loaded when one of these is first asked for. Safe for several threads. Nothing on the host changes.
 */
public final class LiveHost implements KernelFiles {

    private static final int KCORE_BYTES = 64 << 10;
    private static final String KMSG = "dev/kmsg";

    private final Path root;
    private final Origin.Live origin;
    private final HostErrors errors;
    private final Patience patience;
    private final WaitingFiles waiting;

    private LiveHost(Path root, Patience patience) {
        this.root = root;
        this.patience = patience;
        this.waiting = new WaitingFiles(patience);
        this.errors = new HostErrors(root);
        String name = read("proc/sys/kernel/hostname")
                .content()
                .map(b -> new String(b, StandardCharsets.ISO_8859_1).strip())
                .orElse("");
        this.origin = new Origin.Live(name.isEmpty() ? "localhost" : name, root.toString(), Instant.now());
    }

    /**
     * Opens a live host.
     *
     * @param root {@code /}, or the folder where another namespace's root is mounted
     * @throws NotAHostException if no {@code proc} with a kernel's files lies below it
     */
    public static LiveHost open(Path root) throws NotAHostException {
        return open(root, Patience.LIMIT);
    }

    /**
     * The same, with another limit.
     *
     * @param limit how long a call may wait, without working, that needs a process's memory or a lock on it; from then on it
     *     counts as unreadable
     */
    public static LiveHost open(Path root, Duration limit) throws NotAHostException {
        return open(root, new Patience(limit));
    }

    /**
     * The same for a process that reads about itself, inside an application: no thread is made, and so nothing is limited.
     *
     * @throws NotAHostException if no {@code proc} with a kernel's files lies below {@code root}
     */
    public static LiveHost openWithoutThreads(Path root) throws NotAHostException {
        return open(root, Patience.withoutThreads());
    }

    private static LiveHost open(Path root, Patience patience) throws NotAHostException {
        if (!Files.isDirectory(root)) {
            throw new NotAHostException(root + " is not a folder");
        }
        if (!Files.exists(root.resolve("proc/version"))) {
            throw new NotAHostException(root + " shows no running kernel: there is no " + root.resolve("proc/version"));
        }
        return new LiveHost(root, patience);
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public Reading<byte[]> read(String path) {
        return attempt(path, file -> {
            try (InputStream in = Files.newInputStream(file)) {
                return BoundedInputStream.readAll(in, SizeLimits.readBytes(path));
            }
        });
    }

    @Override
    public Reading<byte[]> readAgain(String path) {
        return read(path);
    }

    @Override
    public Reading<byte[]> kcoreHeaders() {
        return attempt("proc/kcore", file -> {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(KCORE_BYTES);
            }
        });
    }

    @Override
    public Reading<byte[]> kernelLog() {
        return new KernelLog(root.resolve(KMSG), nonBlockingFlag(), errors).read(provenance(KMSG));
    }

    @Override
    public Reading<String> link(String path) {
        return attempt(path, file -> Files.readSymbolicLink(file).toString());
    }

    @Override
    public <T> Reading<T> stream(String path, StreamReader<T> reader) {
        return attempt(path, file -> {
            try (InputStream in = new BoundedInputStream(Files.newInputStream(file), SizeLimits.streamBytes(path))) {
                return reader.read(in);
            }
        });
    }

    @Override
    public Reading<byte[]> readAt(String path, long offsetBytes, int maxBytes) {
        return attempt(path, file -> {
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer part = ByteBuffer.allocate(maxBytes);
                int n = 0;
                while (part.hasRemaining() && n >= 0) {
                    n = channel.read(part, offsetBytes + part.position());
                }
                return Arrays.copyOf(part.array(), part.position());
            }
        });
    }

    @Override
    public Reading<List<String>> list(String directory) {
        return attempt(directory, folder -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    names.add(folder.relativize(entry).toString());
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            names.sort(KernelPath.NAME_ORDER);
            return List.copyOf(names);
        });
    }

    @Override
    public Reading<PagemapCoverage> pagemap(
            int pid, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        String path = "proc/" + pid + "/pagemap";
        try (Gate gate = new Gate()) {
            Pagemap pagemap = new Pagemap(root.resolve(path), pageSizeBytes, ranges, maxEntries, gate.guard(visitor));
            return readsPagemapSparsely()
                    ? waiting.read(provenance(path), () -> populated(provenance(path), pagemap))
                    : attempt(path, file -> pagemap.readInFull());
        }
    }

    @Override
    public Reading<ProcessMemory> memory(int pid) {
        Provenance provenance = provenance("proc/" + pid + "/mem");
        return waiting.read(provenance, () -> new MemoryOpening(this, root, pid, provenance).open());
    }

    @Override
    public <T> Reading<T> withMemory(int pid, Function<Reading<ProcessMemory>, T> use) {
        Provenance provenance = provenance("proc/" + pid + "/mem");
        return waiting.read(provenance, () -> {
            Reading<ProcessMemory> memory = new MemoryOpening(this, root, pid, provenance).open();
            try {
                return new Reading.Content<>(provenance, use.apply(memory));
            } finally {
                memory.content().ifPresent(ProcessMemory::close);
            }
        });
    }

    @Override
    public Reading<List<Span>> pageRuns(int pid, List<Span> ranges, Consumer<PageRun> visitor) {
        Provenance provenance = provenance("proc/" + pid + "/pagemap");
        if (!readsPagemapSparsely()) {
            return new Reading.Absent<>(provenance, "no PAGEMAP_SCAN here");
        }
        try (Gate gate = new Gate()) {
            return waiting.read(provenance, () -> {
                NativeAnswer<List<Span>> answer = NativeCalls.get()
                        .call(c -> PageRuns.of(c, root.resolve(provenance.path()), ranges, gate.guard(visitor)));
                return answer instanceof NativeAnswer.Refused<List<Span>> refused
                        ? errors.reading(provenance, refused)
                        : new Reading.Content<>(provenance, answer.answer().orElseThrow());
            });
        }
    }

    /**
     * A process's mappings in binary (PROCMAP_QUERY, Linux 6.11); where the kernel or the C library cannot be asked, out of
     * the text of {@code maps}, which has all but the page size.
     */
    public Reading<List<MappedRange>> mappings(int pid) {
        String path = "proc/" + pid + "/maps";
        return waiting.read(provenance(path), () -> {
            NativeAnswer<List<MappedRange>> asked = NativeCalls.get().call(c -> {
                int fd = c.open(root.resolve(path).toString(), 0);
                try {
                    return new ProcmapQuery(c, fd).all();
                } finally {
                    c.close(fd);
                }
            });
            if (asked instanceof NativeAnswer.Value<List<MappedRange>> value) {
                return new Reading.Content<>(provenance(path), value.value());
            }
            return attemptNow(provenance(path), file -> {
                try (InputStream in = Files.newInputStream(file)) {
                    return MapsText.parse(BoundedInputStream.readAll(in, SizeLimits.readBytes(path)));
                }
            });
        });
    }

    /** Asks the kernel once, on this process's own pagemap. */
    @Override
    public boolean readsPagemapSparsely() {
        return PagemapScanSupport.AVAILABLE;
    }

    /** Nothing stays open between readings. */
    @Override
    public void close() {
        patience.close();
    }

    private Reading<PagemapCoverage> populated(Provenance provenance, Pagemap pagemap) {
        NativeAnswer<Reading<PagemapCoverage>> answer = NativeCalls.get().call(c -> {
            try {
                return new Reading.Content<>(provenance, pagemap.readPopulated(c));
            } catch (IOException e) {
                return errors.reading(provenance, e);
            }
        });
        if (answer instanceof NativeAnswer.Refused<Reading<PagemapCoverage>> refused) {
            // Below another root the files may be those of lxcfs or gVisor, which know no such ioctl.
            return refused.errno() == Errno.ENOTTY
                    ? attemptNow(provenance, file -> pagemap.readInFull())
                    : errors.reading(provenance, refused);
        }
        return answer.answer().orElseThrow();
    }

    private <T> Reading<T> attempt(String path, FileAction<T> action) {
        Provenance provenance = provenance(path);
        Optional<String> objection = KernelPath.objection(path);
        if (objection.isPresent()) {
            return new Reading.Failed<>(provenance, objection.get());
        }
        return waiting.read(provenance, () -> attemptNow(provenance, action));
    }

    private <T> Reading<T> attemptNow(Provenance provenance, FileAction<T> action) {
        try {
            return new Reading.Content<>(provenance, action.on(root.resolve(provenance.path())));
        } catch (IOException e) {
            return errors.reading(provenance, e);
        }
    }

    private static Provenance provenance(String path) {
        return new Provenance(path, Instant.now());
    }

    /** The architecture of this JVM as Java names it; the one place that asks. */
    static String architecture() {
        return System.getProperty("os.arch", "");
    }

    /** O_NONBLOCK, asm/fcntl.h: an octal 04000 everywhere but on MIPS (0x80) and SPARC (0x4000). */
    private static int nonBlockingFlag() {
        String architecture = architecture();
        if (architecture.startsWith("mips")) {
            return 0x80;
        }
        return architecture.startsWith("sparc") ? 0x4000 : 0x800;
    }

    @FunctionalInterface
    private interface FileAction<T> {
        T on(Path file) throws IOException;
    }
}
