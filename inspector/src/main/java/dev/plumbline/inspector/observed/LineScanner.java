package dev.plumbline.inspector.observed;

/**
 * Walks a text line by line and reads numbers and single characters from the current line, without allocating. Lines end
 * with a line feed alone, as everything below /proc does.
 */
final class LineScanner {

    private final String text;
    private int lineNumber;
    private int start;
    private int end = -1;
    private int position;
    private long number;

    LineScanner(String text) {
        this.text = text;
    }

    /** Moves to the next line; false behind the last. */
    boolean nextLine() {
        int from = end + 1;
        if (from >= text.length()) {
            return false;
        }
        int lineFeed = text.indexOf('\n', from);
        start = from;
        end = lineFeed < 0 ? text.length() : lineFeed;
        position = start;
        lineNumber++;
        return true;
    }

    /** Goes back to the beginning of the current line. */
    void restart() {
        position = start;
    }

    /** Whether the current line ends with a line feed; the kernel writes whole lines, so one without was cut. */
    boolean terminated() {
        return end < text.length();
    }

    /** 1-based. */
    int lineNumber() {
        return lineNumber;
    }

    /** The whole current line. */
    String line() {
        return text.substring(start, end);
    }

    /** What is left of the current line. */
    String rest() {
        return text.substring(position, end);
    }

    /** Whether what is left of the current line equals the given text. */
    boolean restIs(String other) {
        return end - position == other.length() && text.startsWith(other, position);
    }

    boolean atEnd() {
        return position == end;
    }

    /** The next character; NUL at the end of the line. */
    char peek() {
        return position < end ? text.charAt(position) : '\0';
    }

    /** Takes the next character if it is the given one. */
    boolean accept(char c) {
        if (position < end && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    /** Takes the given text if it comes next. */
    boolean accept(String expected) {
        if (nextIs(expected)) {
            position += expected.length();
            return true;
        }
        return false;
    }

    /** Whether the given text comes next. */
    boolean nextIs(String expected) {
        return end - position >= expected.length() && text.startsWith(expected, position);
    }

    /** Takes the characters before the next space or the end of the line. */
    String takeWord() {
        int from = position;
        while (position < end && text.charAt(position) != ' ') {
            position++;
        }
        return text.substring(from, position);
    }

    void skip(char c) {
        while (position < end && text.charAt(position) == c) {
            position++;
        }
    }

    /** Skips spaces and tabs. */
    void skipBlanks() {
        while (position < end && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
    }

    /** Takes the text before the given character, and that character; empty and nothing taken where there is none. */
    String takeUntil(char c) {
        // Not String.indexOf, which would search the rest of the file for what this line lacks.
        for (int i = position; i < end; i++) {
            if (text.charAt(i) == c) {
                String taken = text.substring(position, i);
                position = i + 1;
                return taken;
            }
        }
        return "";
    }

    /** Takes an unsigned hexadecimal number of at most 64 bits in lower case; {@link #number} is its value. */
    boolean acceptHex() {
        long value = 0;
        int from = position;
        while (position < end) {
            char c = text.charAt(position);
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                break;
            }
            if (value >>> 60 != 0) {
                return false;
            }
            value = value << 4 | digit;
            position++;
        }
        number = value;
        return position > from;
    }

    /** Takes an unsigned decimal number of at most 64 bits; {@link #number} is its value. */
    boolean acceptDecimal() {
        long value = 0;
        int from = position;
        while (position < end) {
            int digit = text.charAt(position) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            // 19 digits fit without a check: 10^19 < 2^64.
            if (position - from >= 19 && overflows(value, digit)) {
                return false;
            }
            value = value * 10 + digit;
            position++;
        }
        number = value;
        return position > from;
    }

    /** Takes a decimal number with an optional minus sign; one with a sign has at most 63 bits. */
    boolean acceptSignedDecimal() {
        boolean negative = accept('-');
        if (!acceptDecimal() || (negative && number < 0)) {
            return false;
        }
        number = negative ? -number : number;
        return true;
    }

    private static boolean overflows(long value, int digit) {
        long limit = Long.divideUnsigned(-1L, 10);
        int comparison = Long.compareUnsigned(value, limit);
        return comparison > 0 || (comparison == 0 && digit > Long.remainderUnsigned(-1L, 10));
    }

    /** The number taken last. */
    long number() {
        return number;
    }
}
