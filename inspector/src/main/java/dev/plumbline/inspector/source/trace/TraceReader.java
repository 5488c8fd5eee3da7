package dev.plumbline.inspector.source.trace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads traces of any form: what a stream holds is told by its first bytes, not by its name. */
public final class TraceReader {

    /** The largest reference: more than any instruction of today makes. */
    public static final int MAX_SIZE_BYTES = 1 << 16;

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private TraceReader() {}

    /**
     * Reads a whole trace; memory does not grow with it.
     *
     * @param in read to its end, not closed
     * @throws TraceFormatException if it is no trace, or a binary one that is damaged or cut
     * @throws IOException if the stream fails
     */
    public static TraceSummary read(InputStream in, TraceSink sink) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, BUFFER_BYTES);
        if (startsGzip(bytes)) {
            BufferedInputStream inflated =
                    new BufferedInputStream(new GZIPInputStream(bytes, BUFFER_BYTES), BUFFER_BYTES);
            return plain(inflated, sink, ", gzip");
        }
        return plain(bytes, sink, "");
    }

    private static boolean startsGzip(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = (bytes.read() << 8) | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC;
    }

    private static TraceSummary plain(BufferedInputStream bytes, TraceSink sink, String suffix) throws IOException {
        bytes.mark(BinaryTrace.MAGIC_BYTES);
        boolean binary = BinaryTrace.isMagic(bytes.readNBytes(BinaryTrace.MAGIC_BYTES));
        bytes.reset();
        TraceSummary summary =
                binary ? new BinaryTraceReader(bytes, sink).read() : new LackeyReader(bytes, sink).read();
        return new TraceSummary(
                summary.form() + suffix, summary.references(), summary.damagedLines(), summary.firstDamages());
    }
}
