package dev.plumbline.bridge;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what the operating system answered into a {@link Reading}. */
final class HostErrors {

    private static final Pattern PROCESS_FILE = Pattern.compile("proc/(\\d+)/.*");

    /** Java hands on the C library's text of an errno, not its number. Texts of glibc and musl in the C locale. */
    private static final Map<String, String> ERRNO_OF_TEXT = Map.of(
            "Operation not permitted", "EPERM",
            "Permission denied", "EACCES",
            "No such process", "ESRCH",
            "Input/output error", "EIO",
            "I/O error", "EIO",
            "No such device or address", "ENXIO",
            "Is a directory", "EISDIR",
            "Invalid argument", "EINVAL");

    private final Path root;

    HostErrors(Path root) {
        this.root = root;
    }

    <T> Reading<T> reading(Provenance provenance, IOException e) {
        if (e instanceof AccessDeniedException) {
            return denied(provenance, "EACCES");
        }
        if (e instanceof NoSuchFileException) {
            return absent(provenance);
        }
        if (e instanceof NotDirectoryException || e instanceof NotLinkException) {
            return new Reading.Failed<>(provenance, "is no " + (e instanceof NotLinkException ? "link" : "directory"));
        }
        String text = text(e);
        String errno = ERRNO_OF_TEXT.getOrDefault(text, "");
        return switch (errno) {
            case "EPERM", "EACCES" -> denied(provenance, errno);
            case "ESRCH" -> ended(provenance);
            case "" -> new Reading.Failed<>(provenance, text);
            default -> new Reading.Failed<>(provenance, errno + " (" + text + ")");
        };
    }

    <T> Reading<T> reading(Provenance provenance, NativeAnswer.Refused<?> refused) {
        return switch (refused.errnoName()) {
            case "EPERM", "EACCES" -> denied(provenance, refused.errnoName());
            case "ENOENT", "ENXIO", "ENODEV" -> absent(provenance);
            case "ESRCH" -> ended(provenance);
            default -> new Reading.Failed<>(provenance, refused.toString());
        };
    }

    private <T> Reading<T> denied(Provenance provenance, String errno) {
        return new Reading.Denied<>(provenance, errno, FileRequirements.remedy(provenance.path()));
    }

    /** ESRCH comes of an ended process; Linux 6.16 also answers so when asked for the mappings of a kernel thread. */
    private <T> Reading<T> ended(Provenance provenance) {
        return new Reading.Failed<>(
                provenance,
                isGone(provenance.path())
                        ? "the process ended while it was read (ESRCH)"
                        : "the process has no address space: it is a kernel thread, or is ending (ESRCH)");
    }

    private boolean isGone(String path) {
        return pidOf(path)
                .filter(pid -> !Files.exists(root.resolve("proc").resolve(pid)))
                .isPresent();
    }

    private <T> Reading<T> absent(Provenance provenance) {
        String path = provenance.path();
        return new Reading.Absent<>(
                provenance,
                isGone(path) ? "there is no process " + pidOf(path).orElseThrow() : FileRequirements.absence(path));
    }

    private static Optional<String> pidOf(String path) {
        Matcher matcher = PROCESS_FILE.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String text(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
