package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.source.trace.TraceReader;
import dev.plumbline.inspector.source.trace.TraceSink;
import dev.plumbline.inspector.source.trace.TraceSummary;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A trace that a user named.
 *
 * @param name a path, or {@code -} for standard input
 */
record TraceFile(String name) {

    private static final int MIB_SHIFT = 20;

    /**
     * Reads it, with a progress bar on a terminal.
     *
     * @throws Failure if it cannot be read, or is no trace, or is cut
     */
    TraceSummary read(TraceSink sink, OptionalInt errorColumns) throws Failure {
        boolean standardInput = name.equals("-");
        try (InputStream in = standardInput ? System.in : Files.newInputStream(Path.of(name));
                ScanProgress progress = ScanProgress.on(errorColumns, "MiB of trace")) {
            long size = standardInput ? 0 : Files.size(Path.of(name));
            return TraceReader.read(new Watched(in, size, progress), sink);
        } catch (EOFException e) {
            throw Failure.couldNotRun(words() + " is cut: the compressed data end early");
        } catch (IOException e) {
            throw Failure.couldNotRun(words() + ": " + IoText.why(e));
        }
    }

    /** The name for people. */
    String words() {
        return name.equals("-") ? "standard input" : name;
    }

    /** Tells how far a stream was read. */
    private static final class Watched extends FilterInputStream {
        private final long size;
        private final ScanProgress progress;
        private long done;

        Watched(InputStream in, long size, ScanProgress progress) {
            super(in);
            this.size = size;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            told(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = super.read(bytes, offset, length);
            told(got);
            return got;
        }

        private void told(int got) {
            done += Math.max(got, 0);
            int total = size == 0 ? -1 : (int) (size >>> MIB_SHIFT);
            progress.examined((int) (done >>> MIB_SHIFT), total);
        }
    }
}
