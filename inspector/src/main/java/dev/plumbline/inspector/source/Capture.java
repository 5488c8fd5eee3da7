package dev.plumbline.inspector.source;

import dev.plumbline.bridge.BoundedInputStream;
import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.KernelPath;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.OverLimitException;
import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.SizeLimits;
import dev.plumbline.bridge.Span;
import dev.plumbline.bridge.StreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Kernel files that were saved: a ZIP file, or a folder. The files lie under their own paths, save those that a plain copy
 * cannot hold:
 *
 * <table>
 * <caption>Stored under another name</caption>
 * <tr><td>{@code /proc/kcore}</td><td>{@code proc/kcore.headers}, its first 64 KiB</td></tr>
 * <tr><td>{@code /proc/PID/pagemap}</td><td>{@code proc/PID/pagemap.pairs}, see {@link PagemapPairs}</td></tr>
 * <tr><td>a symbolic link</td><td>its name and {@code .link}: a file that holds the target</td></tr>
 * <tr><td>the kernel log</td><td>{@code dmesg.txt}</td></tr>
 * <tr><td>the second reading of a bracket</td><td>below {@code again/right-after-kpageflags/}</td></tr>
 * <tr><td>readings before and after all others</td><td>below {@code again/early/} and {@code again/late/}</td></tr>
 * </table>
 *
 * <p>Names, sizes and contents are untrusted: no path leaves the capture, no declared size is believed, every read is
 * bounded by {@link SizeLimits}. Safe for several threads.
 */
public final class Capture implements KernelFiles {

    private static final String AGAIN = "again/right-after-kpageflags/";

    private final CaptureRoot root;
    private final Origin origin;

    private Capture(CaptureRoot root) {
        this.root = root;
        this.origin = new Origin.Capture(root.name(), root.takenAt());
    }

    /**
     * Opens a capture.
     *
     * @param file a ZIP file or a folder that holds {@code proc/}, directly or below one top folder
     * @throws NotACaptureException if it is not there, cannot be read, or is something else; the message is one line
     */
    public static Capture open(Path file) throws NotACaptureException {
        return new Capture(CaptureRoot.open(file));
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public Reading<byte[]> read(String path) {
        int limitBytes = SizeLimits.readBytes(path);
        return attempt(path, file -> {
            long declaredBytes = Files.size(file);
            if (declaredBytes > limitBytes) {
                throw new OverLimitException(declaredBytes, limitBytes);
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = BoundedInputStream.readAll(in, limitBytes);
                if (root.zip() != null) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    requireIntact(file, crc.getValue());
                }
                return bytes;
            }
        });
    }

    @Override
    public Reading<byte[]> readAgain(String path) {
        return read(AGAIN + path);
    }

    @Override
    public Reading<byte[]> readEarly(String path) {
        return read("again/early/" + path);
    }

    @Override
    public Reading<byte[]> readLate(String path) {
        return read("again/late/" + path);
    }

    @Override
    public Reading<byte[]> kernelLog() {
        return read("dmesg.txt");
    }

    @Override
    public Reading<byte[]> kcoreHeaders() {
        return read("proc/kcore.headers");
    }

    @Override
    public Reading<String> link(String path) {
        return read(path + ".link").map(target -> new String(target, StandardCharsets.ISO_8859_1).stripTrailing());
    }

    @Override
    public <T> Reading<T> stream(String path, StreamReader<T> reader) {
        return attempt(path, file -> {
            InputStream bounded = new BoundedInputStream(Files.newInputStream(file), SizeLimits.streamBytes(path));
            try (CheckedInputStream in = new CheckedInputStream(bounded, new CRC32())) {
                T result = reader.read(in);
                if (root.zip() != null && in.read() < 0) {
                    requireIntact(file, in.getChecksum().getValue());
                }
                return result;
            }
        });
    }

    @Override
    public Reading<PagemapCoverage> pagemap(
            int pid, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        PagemapPairs pairs = new PagemapPairs(pageSizeBytes, ranges, maxEntries, visitor);
        return stream("proc/" + pid + "/pagemap.pairs", pairs::read);
    }

    @Override
    public boolean readsPagemapSparsely() {
        return true;
    }

    @Override
    public Reading<List<String>> list(String directory) {
        Optional<String> objection = KernelPath.objection(directory);
        if (objection.isPresent()) {
            return new Reading.Failed<>(provenance(directory), objection.get());
        }
        return answer(directory, () -> {
            Path folder = root.folder().resolve(directory).toRealPath();
            requireInside(folder);
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
    public void close() {
        FileSystem zip = root.zip();
        if (zip != null) {
            try {
                zip.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing " + root.name(), e);
            }
        }
    }

    private <T> Reading<T> attempt(String path, FileAction<T> action) {
        Optional<String> objection = KernelPath.objection(path);
        if (objection.isPresent()) {
            return new Reading.Failed<>(provenance(path), objection.get());
        }
        return answer(path, () -> {
            Path file = root.folder().resolve(path).toRealPath();
            requireInside(file);
            if (!Files.isRegularFile(file)) {
                throw new IOException("is not a regular file");
            }
            return action.on(file);
        });
    }

    /** A capture that is a folder may hold symbolic links; what they point to outside of it is not part of it. */
    private void requireInside(Path real) throws IOException {
        if (!real.startsWith(root.folder())) {
            throw new IOException("is a symbolic link that leaves the capture");
        }
    }

    /** The zip file system delivers what the archive holds and leaves it to the reader to compare the checksum. */
    private static void requireIntact(Path entry, long crc) throws IOException {
        long stated = (Long) Files.getAttribute(entry, "zip:crc");
        if (crc != stated) {
            throw new IOException("is damaged: its CRC-32 is %x, the archive states %x".formatted(crc, stated));
        }
    }

    private <T> Reading<T> answer(String path, Answer<T> answer) {
        try {
            return new Reading.Content<>(provenance(path), answer.get());
        } catch (NoSuchFileException e) {
            return new Reading.Absent<>(provenance(path), "the capture does not hold it");
        } catch (NotDirectoryException e) {
            return new Reading.Failed<>(provenance(path), "is not a directory");
        } catch (AccessDeniedException e) {
            return new Reading.Denied<>(provenance(path), "EACCES", "read permission on " + e.getFile());
        } catch (IOException e) {
            return new Reading.Failed<>(provenance(path), String.valueOf(e.getMessage()));
        }
    }

    private Provenance provenance(String path) {
        return new Provenance(path, root.takenAt());
    }

    @FunctionalInterface
    private interface Answer<T> {
        T get() throws IOException;
    }

    @FunctionalInterface
    private interface FileAction<T> {
        T on(Path file) throws IOException;
    }
}
