package dev.plumbline.bridge.attach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of /proc as text, with an end to how much is read. */
final class ProcText {

    /** 65530 mappings (vm.max_map_count) at 250 bytes; a longer text is cut, which can only hide that a process is a JVM. */
    private static final int MAX_BYTES = 16 << 20;

    private ProcText() {}

    static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        }
    }

    /** The file, or nothing where it may not be read: environ needs more permission than the others. */
    static String readIfPermitted(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            return "";
        }
    }
}
