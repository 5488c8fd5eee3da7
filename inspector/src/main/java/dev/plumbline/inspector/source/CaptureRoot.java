package dev.plumbline.inspector.source;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An opened capture: the folder, on disk or inside a ZIP file, that {@code proc/} lies in.
 *
 * @param folder holds {@code proc}, {@code sys} and {@code boot}
 * @param name the file's own name, for people; says so if everything lies below one top folder
 * @param takenAt the instant of the capture
 * @param zip the ZIP file system to close; null for a folder
 */
record CaptureRoot(
        Path folder, String name, Instant takenAt, @Nullable FileSystem zip) {

    private static final String PROC = "proc";

    static CaptureRoot open(Path file) throws NotACaptureException {
        try {
            return Files.isDirectory(file) ? ofFolder(file) : ofZip(file);
        } catch (NoSuchFileException e) {
            throw new NotACaptureException("no such capture: " + file, e);
        } catch (IOException e) {
            throw new NotACaptureException(file + " cannot be opened as a capture: " + e, e);
        }
    }

    private static CaptureRoot ofFolder(Path folder) throws NotACaptureException, IOException {
        return found(folder.toRealPath(), folder, null);
    }

    private static CaptureRoot ofZip(Path file) throws NotACaptureException, IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new NotACaptureException(file + " is neither a ZIP file nor a folder");
        }
        ZipDirectory.examine(file);
        FileSystem zip;
        try {
            zip = FileSystems.newFileSystem(file, Map.of());
        } catch (ProviderNotFoundException e) {
            throw new NotACaptureException(file + " is not a ZIP file that can be read", e);
        }
        boolean kept = false;
        try {
            CaptureRoot root = found(zip.getPath("/"), file, zip);
            kept = true;
            return root;
        } finally {
            if (!kept) {
                zip.close();
            }
        }
    }

    private static CaptureRoot found(Path top, Path file, @Nullable FileSystem zip)
            throws NotACaptureException, IOException {
        String name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
        if (isFolder(top.resolve(PROC))) {
            return new CaptureRoot(top, name, CaptureInstant.of(top), zip);
        }
        List<Path> below;
        try (Stream<Path> entries = Files.list(top)) {
            below = entries.filter(p -> isFolder(p.resolve(PROC))).limit(2).toList();
        }
        if (below.size() != 1) {
            throw new NotACaptureException(file + " is not a capture: "
                    + (below.isEmpty() ? "it holds no proc/" : "several of its folders hold a proc/"));
        }
        Path folder = below.get(0);
        String nameWithin = name + ", all below " + folder.getFileName();
        return new CaptureRoot(folder, nameWithin, CaptureInstant.of(folder), zip);
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
