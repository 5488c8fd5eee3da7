package dev.plumbline.inspector.cli;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What the emulator said about a captured machine, and the frames that it took. */
final class ImageFixture {

    private ImageFixture() {}

    /** Lines of a file below {@code mmu/}; none where the capture has no such file. */
    static List<String> lines(String capture, String file) throws IOException {
        try (ZipFile zip = new ZipFile(Captures.image(capture).toFile())) {
            ZipEntry entry = zip.getEntry("mmu/" + file);
            if (entry == null) {
                return List.of();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
        }
    }

    /** The index of the frames, beside them, as files. */
    static Path index(String capture, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(Captures.image(capture).toFile())) {
            for (String name : List.of("physmem.bin", "physmem.idx")) {
                try (InputStream in = zip.getInputStream(zip.getEntry("mmu/" + name))) {
                    Files.copy(in, folder.resolve(name));
                }
            }
        }
        return folder.resolve("physmem.idx");
    }

    /** The names of all captures. */
    static List<String> captures() {
        return Captures.all().stream()
                .map(p -> p.getFileName().toString().replaceFirst("\\.zip$", ""))
                .toList();
    }
}
