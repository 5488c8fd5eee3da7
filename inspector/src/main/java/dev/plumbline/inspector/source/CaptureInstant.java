package dev.plumbline.inspector.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** When a capture was taken. */
final class CaptureInstant {

    private static final Pattern STATED = Pattern.compile(
            "\\b(?:captured|made|taken) (\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d:\\d\\d)(?: ?UTC|Z))?");
    private static final int README_BYTES = 64 << 10;

    private CaptureInstant() {}

    /** What README.txt states, in UTC; without a statement, the newest modification time of the files at the top and in proc. */
    static Instant of(Path folder) throws IOException {
        Optional<Instant> stated = stated(folder.resolve("README.txt"));
        return stated.isPresent() ? stated.get() : newest(folder).orElse(Instant.EPOCH);
    }

    private static Optional<Instant> stated(Path readme) throws IOException {
        if (!Files.isRegularFile(readme)) {
            return Optional.empty();
        }
        Matcher matcher;
        try (InputStream in = Files.newInputStream(readme)) {
            matcher = STATED.matcher(new String(in.readNBytes(README_BYTES), StandardCharsets.ISO_8859_1));
        }
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            LocalTime time = matcher.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
            return Optional.of(LocalDate.parse(matcher.group(1)).atTime(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            // The digits are no date, so this sentence of the README states no instant.
            return Optional.empty();
        }
    }

    private static Optional<Instant> newest(Path folder) throws IOException {
        Instant newest = Instant.MIN;
        for (Path directory : new Path[] {folder, folder.resolve("proc")}) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : (Iterable<Path>) entries::iterator) {
                    if (Files.isRegularFile(entry)) {
                        Instant modified = Files.getLastModifiedTime(entry).toInstant();
                        newest = modified.isAfter(newest) ? modified : newest;
                    }
                }
            }
        }
        return newest.equals(Instant.MIN) ? Optional.empty() : Optional.of(newest);
    }
}
