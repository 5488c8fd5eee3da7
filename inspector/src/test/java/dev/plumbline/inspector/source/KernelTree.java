package dev.plumbline.inspector.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The same few kernel files as a running kernel would show them and as a capture stores them. */
final class KernelTree {

    static final int PAGE = 4096;
    static final long FIRST = 0x40_0000;

    /** What /proc/4711/pagemap shows of the pages from {@link #FIRST} on. */
    static final long[] ENTRIES = {1L << 63 | 77, 0, 1L << 55, 1L << 62 | 5, 1L << 63 | 1L << 55 | 78};

    private KernelTree() {}

    /** Files that both kinds hold under the same path. */
    private static void common(Path root) throws IOException {
        write(root, "proc/version", "Linux version 6.1.0\n");
        write(root, "proc/zoneinfo", "Node 0, zone      DMA\n");
        write(root, "proc/empty", "");
        write(root, "proc/4711/maps", "00400000-00405000 r-xp 00000000 00:01 2 /bin/x\n");
        write(root, "proc/10/maps", "");
        write(root, "proc/9/maps", "");
        write(root, "proc/kpageflags", "12345678".repeat(40_000));
        write(root, "proc/iomem", "x".repeat((8 << 20) + 1));
    }

    static Path live(Path root) throws IOException {
        common(root);
        write(root, "dev/kmsg", "6,0,0,-;Linux version 6.1.0\n");
        write(root, "proc/kcore", "\u007fELF" + "k".repeat(100_000));
        Files.createSymbolicLink(root.resolve("proc/4711/exe"), Path.of("/bin/x"));
        ByteBuffer pagemap = ByteBuffer.allocate((int) (FIRST / PAGE + ENTRIES.length) * Long.BYTES)
                .order(ByteOrder.nativeOrder());
        for (int i = 0; i < ENTRIES.length; i++) {
            pagemap.putLong((int) (FIRST / PAGE + i) * Long.BYTES, ENTRIES[i]);
        }
        Files.write(root.resolve("proc/4711/pagemap"), pagemap.array());
        return root;
    }

    static Path folder(Path root) throws IOException {
        common(root);
        write(root, "README.txt", "a machine, captured 2026-01-02 03:04:05 UTC\n");
        write(root, "again/right-after-kpageflags/proc/zoneinfo", "Node 0, zone      DMA\n");
        write(root, "dmesg.txt", "[    0.000000] Linux version 6.1.0\n");
        write(root, "proc/kcore.headers", "\u007fELF" + "k".repeat((64 << 10) - 4));
        write(root, "proc/4711/exe.link", "/bin/x\n");
        Files.write(root.resolve("proc/4711/pagemap.pairs"), pairs(ByteOrder.LITTLE_ENDIAN, FIRST, PAGE, ENTRIES));
        return root;
    }

    static byte[] pairs(ByteOrder order, long first, int page, long... entries) {
        ByteBuffer pairs = ByteBuffer.allocate(entries.length * 16).order(order);
        for (int i = 0; i < entries.length; i++) {
            pairs.putLong(first + (long) i * page).putLong(entries[i]);
        }
        return pairs.array();
    }

    /** Packs a folder, each path behind a prefix. */
    static Path zip(Path folder, Path zip, String prefix) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new ZipEntry(prefix + folder.relativize(file)));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return zip;
    }

    /** Packs the given names with a short content each, as they stand. */
    static Path zipOf(Path zip, List<String> names) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (String name : names) {
                entries.putNextEntry(new ZipEntry(name));
                entries.write("content\n".getBytes(StandardCharsets.US_ASCII));
                entries.closeEntry();
            }
        }
        return zip;
    }

    static void write(Path root, String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }
}
