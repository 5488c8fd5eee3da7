package dev.plumbline.inspector.observed.trace;

import java.io.IOException;
import java.io.InputStream;

/** A trace's lines, one at a time and none longer than a kernel's or perf's can be. */
final class TraceLines {

    private static final int LONGEST = 4096;

    private final String path;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final StringBuilder line = new StringBuilder();
    private int filled;
    private int at;
    private int number;

    TraceLines(String path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /** Moves to the next line; false behind the last. */
    boolean next() throws IOException, DamagedTraceException {
        line.setLength(0);
        for (int c = take(); c >= 0; c = take()) {
            if (c == '\n') {
                number++;
                return true;
            }
            if (line.length() == LONGEST) {
                number++;
                throw damaged("a line of at most " + LONGEST + " characters");
            }
            line.append((char) c);
        }
        if (line.length() > 0) {
            number++;
            throw damaged("a line feed at its end: the file was cut");
        }
        return false;
    }

    private int take() throws IOException {
        if (at == filled) {
            filled = in.read(buffer, 0, buffer.length);
            at = 0;
        }
        if (filled <= 0) {
            filled = 0;
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    String text() {
        return line.toString();
    }

    /** 1-based. */
    int number() {
        return number;
    }

    DamagedTraceException damaged(String allowed) {
        return new DamagedTraceException(path, number, text().strip(), allowed);
    }
}
