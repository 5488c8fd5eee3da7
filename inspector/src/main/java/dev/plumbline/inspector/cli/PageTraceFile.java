package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.BoundedInputStream;
import dev.plumbline.bridge.OverLimitException;
import dev.plumbline.inspector.check.requests.TraceRequests;
import dev.plumbline.inspector.observed.trace.DamagedTraceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A trace of page events that a user named: text of ftrace or perf script, or the same compressed by gzip. */
final class PageTraceFile {

    private static final long LIMIT_BYTES = 64L << 30;
    private static final int GZIP_MAGIC = 0x1f8b;

    private PageTraceFile() {}

    /**
     * Reads it.
     *
     * @throws Failure if it is not there, or a line of it cannot be read
     */
    static TraceRequests read(Path file) throws Failure {
        try (InputStream in = new BoundedInputStream(open(file), LIMIT_BYTES)) {
            return TraceRequests.read(file.toString(), in);
        } catch (DamagedTraceException e) {
            throw Failure.wrongUsage(String.valueOf(e.getMessage()));
        } catch (OverLimitException e) {
            throw Failure.couldNotRun("%s: larger than %d GiB".formatted(file, LIMIT_BYTES >> 30));
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + file + ": " + IoText.why(e));
        }
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
