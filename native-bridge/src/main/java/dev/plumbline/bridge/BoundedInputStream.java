package dev.plumbline.bridge;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream that fails once it has delivered more than a limit, whatever size its source declared. */
public final class BoundedInputStream extends FilterInputStream {

    private static final int FIRST_BUFFER_BYTES = 16 << 10;

    private final long limitBytes;
    private long delivered;

    /**
     * Bounds a stream.
     *
     * @param in the source, closed with this stream
     * @param limitBytes how many bytes it may deliver
     */
    public BoundedInputStream(InputStream in, long limitBytes) {
        super(in);
        this.limitBytes = limitBytes;
    }

    /**
     * Reads to the end; the memory used is at most twice what the source really delivers.
     *
     * @throws OverLimitException if the source holds more than {@code limitBytes}
     * @throws IOException if the source fails
     */
    public static byte[] readAll(InputStream in, int limitBytes) throws IOException {
        byte[] buffer = new byte[Math.min(FIRST_BUFFER_BYTES, limitBytes + 1)];
        int length = 0;
        while (true) {
            if (length == buffer.length) {
                if (length > limitBytes) {
                    throw new OverLimitException(limitBytes);
                }
                buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, limitBytes + 1L));
            }
            int n = in.read(buffer, length, buffer.length - length);
            if (n < 0) {
                return Arrays.copyOf(buffer, length);
            }
            length += n;
        }
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long n) throws OverLimitException {
        delivered += n;
        if (delivered > limitBytes) {
            throw new OverLimitException(limitBytes);
        }
    }
}
