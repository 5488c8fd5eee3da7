package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.BoundedInputStream;
import dev.plumbline.bridge.OverLimitException;
import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.report.DocumentFormatException;
import dev.plumbline.inspector.report.MapJsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A map that an earlier run wrote as JSON. */
final class EarlierMap {

    /** Some 400,000 mappings. */
    private static final long LIMIT_BYTES = 192L << 20;

    private EarlierMap() {}

    /**
     * Reads it.
     *
     * @throws Failure if it is not there, larger than 192 MiB, or no such map
     */
    static MapSnapshot read(Path file) throws Failure {
        try {
            return MapJsonReader.read(
                    new BoundedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), LIMIT_BYTES));
        } catch (DocumentFormatException e) {
            throw Failure.couldNotRun(file + ": " + e.getMessage());
        } catch (OverLimitException e) {
            throw Failure.couldNotRun("%s: larger than %d MiB".formatted(file, LIMIT_BYTES >> 20));
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + file + ": " + IoText.why(e));
        }
    }
}
