package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * The addresses that a command is asked about: its arguments, and the lines of standard input where {@code -} stands among
 * them or there is none. One at a time, however many there are. Blank lines are passed over.
 *
 * <p>No table of a 32-bit processor translates a longer address, and the walk says so. But kernels print 32-bit pointers
 * extended by their sign to 64 bits; such a one is taken for what it was.
 */
final class AddressInput {

    private static final String STANDARD_INPUT = "-";
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int LONGEST_LINE = 128;

    private final boolean narrow;

    /** Takes an address. */
    @FunctionalInterface
    interface Sink {
        void accept(long address) throws IOException;
    }

    /**
     * For an architecture.
     *
     * @param narrow whether its addresses have 32 bits
     */
    AddressInput(boolean narrow) {
        this.narrow = narrow;
    }

    /**
     * Hands over every address, in order.
     *
     * @throws Failure if one is none, naming the argument or the line; those before it were handed over
     * @throws IOException if the sink throws it
     */
    void each(List<String> arguments, InputStream in, Sink sink) throws Failure, IOException {
        if (arguments.isEmpty()) {
            lines(in, sink);
        }
        for (String argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                lines(in, sink);
            } else {
                sink.accept(address(argument, "argument"));
            }
        }
    }

    private void lines(InputStream in, Sink sink) throws Failure, IOException {
        byte[] block = new byte[BLOCK_BYTES];
        StringBuilder line = new StringBuilder(LONGEST_LINE);
        long number = 1;
        for (int count = read(in, block); count >= 0; count = read(in, block)) {
            for (int i = 0; i < count; i++) {
                if (block[i] == '\n') {
                    line(line, number++, sink);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) (block[i] & 0xff));
                }
            }
        }
        line(line, number, sink);
    }

    private static int read(InputStream in, byte[] block) throws Failure {
        try {
            return in.read(block);
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read standard input: " + IoText.why(e));
        }
    }

    private void line(StringBuilder line, long number, Sink sink) throws Failure, IOException {
        int start = 0;
        int end = line.length();
        while (start < end && line.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && line.charAt(end - 1) <= ' ') {
            end--;
        }
        if (start < end) {
            sink.accept(address(line.subSequence(start, end), "standard input, line " + number));
        }
        line.setLength(0);
    }

    private long address(CharSequence text, String where) throws Failure {
        OptionalLong parsed = AddressText.parse(text);
        if (parsed.isEmpty()) {
            throw Failure.wrongUsage("%s: \"%s\"; allowed: %s".formatted(where, shown(text), AddressText.ALLOWED));
        }
        long address = parsed.getAsLong();
        return narrow && address >> 31 == -1 ? address & 0xffffffffL : address;
    }

    private static String shown(CharSequence text) {
        String utf8 = new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return utf8.length() < LONGEST_LINE ? utf8 : utf8.substring(0, LONGEST_LINE) + "…";
    }
}
