package dev.plumbline.inspector.source.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of {@code valgrind --tool=lackey --trace-mem=yes}: {@code I  addr,size}, {@code  L addr,size}, {@code  S addr,size} and
 * {@code  M addr,size}, addresses in hex, sizes in decimal (Valgrind 3.19 lackey/lk_main.c, trace_instr, trace_load, trace_store,
 * trace_modify). Lines that begin with {@code ==}, {@code --} or {@code **} are Valgrind's own.
 */
final class LackeyReader {

    private static final String ALLOWED =
            "\"I  hex,size\", \" L hex,size\", \" S hex,size\", \" M hex,size\", or Valgrind's"
                    + " own lines ==pid==, --pid--, **pid**; sizes 1 to " + TraceReader.MAX_SIZE_BYTES;
    private static final int BUFFER_BYTES = 1 << 16;

    /** A line of a trace has at most 3 + 16 + 1 + 5 characters; Valgrind's own and damaged ones are kept as far as this. */
    private static final int MAX_LINE_BYTES = 4096;

    private static final int SHOWN_BYTES = 60;
    private static final int SHOWN_DAMAGES = 3;
    private static final int ADDRESS_AT = 3;
    private static final byte[] HEX = hexDigits();

    private final InputStream in;
    private final TraceSink sink;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final List<TraceDamage> damages = new ArrayList<>();
    private long damagedLines;
    private long references;
    private long lines;

    LackeyReader(InputStream in, TraceSink sink) {
        this.in = in;
        this.sink = sink;
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte[256];
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c < 128 ? (char) c : ' ', 16);
        }
        return digits;
    }

    TraceSummary read() throws IOException {
        int held = 0;
        boolean tooLong = false;
        int got;
        while ((got = in.read(buffer, held, buffer.length - held)) > 0) {
            int end = held + got;
            int start = 0;
            for (int i = held; i < end; i++) {
                if (buffer[i] == '\n') {
                    if (!tooLong) {
                        line(start, i);
                    }
                    tooLong = false;
                    start = i + 1;
                }
            }
            held = end - start;
            if (tooLong) {
                held = 0;
            } else if (held > MAX_LINE_BYTES) {
                lines++;
                damaged(start, end);
                tooLong = true;
                held = 0;
            }
            System.arraycopy(buffer, start, buffer, 0, held);
        }
        if (held > 0) {
            line(0, held);
        }
        if (references == 0) {
            throw new TraceFormatException(
                    damages.isEmpty()
                            ? "holds no reference; allowed are " + ALLOWED
                            : "line %d: \"%s\": no trace; allowed are %s"
                                    .formatted(
                                            damages.get(0).line(),
                                            damages.get(0).text(),
                                            ALLOWED));
        }
        return new TraceSummary("lackey text", references, damagedLines, damages);
    }

    private void line(int start, int lineEnd) {
        lines++;
        int end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        int kind = kind(start, end);
        if (kind >= 0) {
            reference(start, end, kind);
        } else if (!isValgrinds(start, end)) {
            damaged(start, end);
        }
    }

    /** Of the first three characters. */
    private int kind(int start, int end) {
        if (end - start <= ADDRESS_AT || buffer[start + 2] != ' ') {
            return -1;
        }
        if (buffer[start] == 'I') {
            return buffer[start + 1] == ' ' ? TraceSink.INSTRUCTION : -1;
        }
        if (buffer[start] != ' ') {
            return -1;
        }
        return switch (buffer[start + 1]) {
            case 'L' -> TraceSink.LOAD;
            case 'S' -> TraceSink.STORE;
            case 'M' -> TraceSink.MODIFY;
            default -> -1;
        };
    }

    private void reference(int start, int end, int kind) {
        byte[] bytes = buffer;
        int at = start + ADDRESS_AT;
        long address = 0;
        int digit;
        while (at < end && (digit = HEX[bytes[at] & 0xff]) >= 0) {
            address = (address << 4) | digit;
            at++;
        }
        int digits = at - start - ADDRESS_AT;
        int size = 0;
        boolean sound = digits > 0 && digits <= 16 && at < end - 1 && bytes[at] == ',';
        for (at++; at < end && sound; at++) {
            int c = bytes[at] - '0';
            size = size * 10 + c;
            sound = c >= 0 && c <= 9 && size <= TraceReader.MAX_SIZE_BYTES;
        }
        if (!sound || size == 0) {
            damaged(start, end);
            return;
        }
        references++;
        sink.reference(address, size, kind);
    }

    private boolean isValgrinds(int start, int end) {
        if (end == start) {
            return true;
        }
        byte first = buffer[start];
        return end - start >= 2 && buffer[start + 1] == first && (first == '=' || first == '-' || first == '*');
    }

    private void damaged(int start, int end) {
        damagedLines++;
        if (damages.size() < SHOWN_DAMAGES) {
            int shown = Math.min(end - start, SHOWN_BYTES);
            damages.add(new TraceDamage(lines, new String(buffer, start, shown, StandardCharsets.ISO_8859_1), ALLOWED));
        }
    }
}
