package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import java.util.OptionalLong;

/** Addresses as users write them: hexadecimal digits, at most 16, with or without {@code 0x}. */
final class AddressText {

    static final String ALLOWED = "an address of at most 16 hexadecimal digits, with or without 0x";

    private static final int MOST_DIGITS = 16;

    private AddressText() {}

    /** The number; empty if the text is none. */
    static OptionalLong parse(CharSequence text) {
        int start = text.length() > 2 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x' ? 2 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > MOST_DIGITS) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = value << 4 | digit;
        }
        return OptionalLong.of(value);
    }

    /**
     * The number that an option's value is.
     *
     * @throws Failure if it is none
     */
    static long option(String name, String text) throws Failure {
        OptionalLong value = parse(text);
        if (value.isEmpty()) {
            throw Failure.wrongUsage("%s: \"%s\"; allowed: %s".formatted(name, text, ALLOWED));
        }
        return value.getAsLong();
    }

    /** Whether the architecture's addresses have 32 bits. */
    static boolean isNarrow(Architecture architecture) {
        return !(architecture instanceof X86_64 || architecture instanceof Aarch64)
                && !(architecture instanceof Riscv riscv && riscv.vaBits() > 32);
    }
}
