package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines of text gathered in one buffer and written when it is full: a million of them cost a few hundred writes. */
final class ByteLines {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_NUMBER = 20;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;

    ByteLines(OutputStream out) {
        this.out = out;
    }

    /** Text without a character beyond ASCII, or with, in UTF-8. */
    ByteLines text(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return bytes(text.substring(i).getBytes(StandardCharsets.UTF_8));
            }
            put((byte) c);
        }
        return this;
    }

    /** One ASCII character. */
    ByteLines put(char c) throws IOException {
        put((byte) c);
        return this;
    }

    /** {@code 0x} and hexadecimal digits without leading zeros. */
    ByteLines hex(long value) throws IOException {
        room(LONGEST_NUMBER);
        buffer[used++] = '0';
        buffer[used++] = 'x';
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 3) / 4);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            buffer[used++] = DIGITS[(int) (value >>> shift) & 0xf];
        }
        return this;
    }

    /** A line's end. */
    void end() throws IOException {
        put((byte) '\n');
    }

    /** Writes what was gathered. */
    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
        out.flush();
        if (out instanceof StandardOutput standard && standard.readerIsGone()) {
            throw new ReaderGoneException();
        }
    }

    /** Nobody reads what is written any more, so that there is no sense in going on. */
    static final class ReaderGoneException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private ByteLines bytes(byte[] bytes) throws IOException {
        for (byte b : bytes) {
            put(b);
        }
        return this;
    }

    private void put(byte b) throws IOException {
        room(1);
        buffer[used++] = b;
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - used < bytes) {
            flush();
        }
    }
}
