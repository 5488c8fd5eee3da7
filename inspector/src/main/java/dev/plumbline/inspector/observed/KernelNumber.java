package dev.plumbline.inspector.observed;

import java.util.OptionalLong;

/** Numbers as the kernel prints them: no sign where its type has none, no separators, at most 64 bits. */
final class KernelNumber {

    private static final int MAX_DECIMAL_DIGITS = 20;
    private static final int MAX_HEX_DIGITS = 16;

    private KernelNumber() {}

    /** {@code %lu}: digits only; empty if it is anything else or does not fit 64 unsigned bits. */
    static OptionalLong unsigned(String text) {
        if (text.isEmpty() || text.length() > MAX_DECIMAL_DIGITS || !hasOnlyDigits(text)) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        return OptionalLong.of(value);
    }

    /** {@code %lu} of a quantity that never reaches 2^63, such as a count of pages or KiB; empty beyond. */
    static OptionalLong count(String text) {
        OptionalLong value = unsigned(text);
        return value.isPresent() && value.getAsLong() >= 0 ? value : OptionalLong.empty();
    }

    /** {@code %d}: {@link #unsigned} or a minus sign and digits. */
    static OptionalLong signed(String text) {
        if (!text.startsWith("-")) {
            return unsigned(text);
        }
        OptionalLong magnitude = count(text.substring(1));
        return magnitude.isPresent() ? OptionalLong.of(-magnitude.getAsLong()) : magnitude;
    }

    /** {@code %lx}: one to sixteen hex digits without prefix. */
    static OptionalLong hex(String text) {
        if (text.isEmpty() || text.length() > MAX_HEX_DIGITS) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = hexDigit(text.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = (value << 4) | digit;
        }
        return OptionalLong.of(value);
    }

    /** {@code 0x%lx}. */
    static OptionalLong prefixedHex(String text) {
        return text.startsWith("0x") ? hex(text.substring(2)) : OptionalLong.empty();
    }

    /** The value of an ASCII hex digit, negative if it is none. */
    static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static boolean hasOnlyDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
