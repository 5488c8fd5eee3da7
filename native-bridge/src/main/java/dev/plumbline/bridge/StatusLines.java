package dev.plumbline.bridge;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of {@code /proc/PID/status}, as far as they are needed to say why a process's memory is out of reach. */
final class StatusLines {

    private StatusLines() {}

    /** The text behind a name; empty where the file or the line is not there. */
    static Optional<String> value(KernelFiles files, String path, String name) {
        return files.read(path).content().flatMap(b -> new String(b, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(l -> l.startsWith(name + ":"))
                .map(l -> l.substring(name.length() + 1).strip())
                .findFirst());
    }
}
