package dev.plumbline.inspector.check.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Appends a row of the table in docs/jvm-owners.md to the file that {@code -Dplumbline.jvm-owners} names, if it names one. */
final class OwnerTable {

    private OwnerTable() {}

    static void add(JvmSetup setup, OwnedShare outside, OwnedShare asked) {
        String file = System.getProperty("plumbline.jvm-owners", "");
        if (file.isEmpty()) {
            return;
        }
        String row = String.format(
                Locale.ROOT,
                "| %d | %s | %.1f | %.2f | %.2f |%n",
                setup.release(),
                setup.name(),
                (double) outside.residentBytes() / (1 << 20),
                100 * outside.unowned(),
                100 * asked.unowned());
        try {
            Files.writeString(
                    Path.of(file), row, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
