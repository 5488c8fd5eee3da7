package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.PagemapVisitor;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.bridge.StreamReader;
import dev.plumbline.fixtures.Captures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Kernel files held in memory, to be changed at will. What is not there is absent, what is denied is denied. */
final class StoredFiles implements KernelFiles {

    static final String AGAIN = "again/right-after-kpageflags/";

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> denied = new TreeMap<>();
    private boolean live;
    private final List<Span> asked = new CopyOnWriteArrayList<>();

    /** Nothing at all. */
    static StoredFiles none() {
        return new StoredFiles();
    }

    /** A copy of the capture's files whose paths begin in one of these ways. */
    static StoredFiles ofCapture(String name, String... prefixes) {
        StoredFiles stored = new StoredFiles();
        try (ZipFile zip = new ZipFile(Captures.named(name).toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.isDirectory() && Stream.of(prefixes).anyMatch(entry.getName()::startsWith)) {
                    stored.files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored;
    }

    /** The same, said to be those of a live host. */
    StoredFiles asLive() {
        StoredFiles changed = copy();
        changed.live = true;
        return changed;
    }

    StoredFiles copy() {
        StoredFiles copy = new StoredFiles();
        copy.files.putAll(files);
        copy.denied.putAll(denied);
        copy.live = live;
        return copy;
    }

    StoredFiles with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    StoredFiles with(String path, byte[] bytes) {
        StoredFiles changed = copy();
        changed.files.put(path, bytes);
        return changed;
    }

    /** Changes a file of this very object, as a live host's files change under the reader. */
    void replace(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    StoredFiles without(String path) {
        StoredFiles changed = copy();
        changed.files.remove(path);
        return changed;
    }

    StoredFiles denying(String path, String remedy) {
        StoredFiles changed = copy();
        changed.denied.put(path, remedy);
        return changed;
    }

    StoredFiles editing(String path, UnaryOperator<String> edit) {
        return with(path, edit.apply(text(path)));
    }

    byte[] bytes(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new AssertionError("no " + path);
        }
        return bytes;
    }

    String text(String path) {
        return new String(bytes(path), StandardCharsets.ISO_8859_1);
    }

    boolean holds(String path) {
        return files.containsKey(path);
    }

    @Override
    public Origin origin() {
        return live ? new Origin.Live("stored", "/", Instant.EPOCH) : new Origin.Capture("stored", Instant.EPOCH);
    }

    @Override
    public Reading<byte[]> read(String path) {
        Provenance provenance = new Provenance(path, Instant.EPOCH);
        String remedy = denied.get(path);
        if (remedy != null) {
            return new Reading.Denied<>(provenance, "EACCES", remedy);
        }
        byte[] bytes = files.get(path);
        return bytes == null
                ? new Reading.Absent<>(provenance, "not stored")
                : new Reading.Content<>(provenance, bytes.clone());
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
    public Reading<List<String>> list(String directory) {
        String prefix = directory + "/";
        List<String> names = files.keySet().stream()
                .filter(p -> p.startsWith(prefix))
                .map(p -> p.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .toList();
        Provenance provenance = new Provenance(directory, Instant.EPOCH);
        return names.isEmpty()
                ? new Reading.Absent<>(provenance, "not stored")
                : new Reading.Content<>(provenance, names);
    }

    @Override
    public Reading<String> link(String path) {
        return read(path + ".link").map(b -> new String(b, StandardCharsets.ISO_8859_1).strip());
    }

    @Override
    public <T> Reading<T> stream(String path, StreamReader<T> reader) {
        Reading<byte[]> whole = read(path);
        if (whole instanceof Reading.Content<byte[]> content) {
            try {
                return new Reading.Content<>(
                        content.provenance(), reader.read(new ByteArrayInputStream(content.value())));
            } catch (IOException e) {
                return new Reading.Failed<>(content.provenance(), String.valueOf(e.getMessage()));
            }
        }
        return whole.withoutContent();
    }

    /** The ranges of which any process's pagemap was asked for, of this very object. */
    List<Span> pagemapAsked() {
        return List.copyOf(asked);
    }

    /** As a kernel without PAGEMAP_SCAN: every range costs its size. */
    @Override
    public boolean readsPagemapSparsely() {
        return false;
    }

    @Override
    public Reading<PagemapCoverage> pagemap(
            int pid, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        asked.addAll(ranges);
        return read("proc/" + pid + "/pagemap.pairs")
                .map(pairs -> visit(pairs, pageSizeBytes, ranges, maxEntries, visitor));
    }

    /** A range is read if the file holds any of it, and if all of it fits into what is left of the cap. */
    private static PagemapCoverage visit(
            byte[] pairs, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        LongBuffer values =
                ByteBuffer.wrap(pairs).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        List<Span> notRead = new ArrayList<>();
        long read = 0;
        long asked = 0;
        for (Span range : ranges) {
            boolean seen = false;
            asked += (range.end() - range.start()) / pageSizeBytes;
            for (int i = 0; asked <= maxEntries && i < values.limit(); i += 2) {
                long address = values.get(i);
                if (Long.compareUnsigned(address, range.start()) >= 0
                        && Long.compareUnsigned(address, range.end()) < 0) {
                    seen = true;
                    read++;
                    if ((values.get(i + 1) & ~(1L << 55)) != 0) {
                        visitor.block(new long[] {address}, new long[] {values.get(i + 1)}, 1);
                    }
                }
            }
            if (!seen) {
                notRead.add(range);
            }
        }
        return new PagemapCoverage("stored", read, notRead);
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
    public void close() {}
}
