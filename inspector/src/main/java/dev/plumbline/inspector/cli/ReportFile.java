package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that a report is written to: whole or not at all. The report goes to a temporary file beside it, which then
 * takes its name. What is not a regular file (a pipe, a device) cannot be replaced and is written to as it is.
 */
final class ReportFile {

    private final Path file;

    private ReportFile(Path file) {
        this.file = file;
    }

    /** Writes a report. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Names the file, and sees before a long run whether it can be written.
     *
     * @throws Failure if it is a directory or its directory cannot be written to
     */
    static ReportFile at(Path named) throws Failure {
        try {
            Path file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
            if (Files.isDirectory(file)) {
                throw Failure.couldNotRun("cannot write " + named + ": it is a directory");
            }
            Path directory = file.getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw Failure.couldNotRun("cannot write " + named + ": no such directory");
            }
            Path written = isReplaceable(file) ? directory : file;
            if (!Files.isWritable(written)) {
                throw Failure.couldNotRun("cannot write " + named + ": permission denied");
            }
            return new ReportFile(file);
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot write " + named + ": " + IoText.why(e));
        }
    }

    void write(Content content) throws Failure {
        try {
            if (isReplaceable(file)) {
                replace(content);
            } else {
                try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                    content.writeTo(out);
                }
            }
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot write " + file + ": " + IoText.why(e));
        }
    }

    private void replace(Content content) throws IOException {
        Path temporary = file.resolveSibling(".%s.%d.tmp"
                .formatted(file.getFileName(), ProcessHandle.current().pid()));
        temporary.toFile().deleteOnExit();
        try {
            try (FileChannel channel = FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                content.writeTo(out);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static boolean isReplaceable(Path file) {
        return Files.isRegularFile(file) || Files.notExists(file);
    }
}
