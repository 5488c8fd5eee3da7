package dev.plumbline.inspector.reference.zone.derive;

/**
 * A number with a suffix at the start of a text, as the kernel reads one from its command line.
 *
 * <p>Source: memparse and simple_strtoull, lib/cmdline.c, lib/vsprintf.c: {@code 0x} begins a hexadecimal number and a leading
 * {@code 0} an octal one; what follows the number and one of the suffixes K M G T P E (either case, powers of 1024) is left to
 * the caller. A number beyond 64 bits wraps around.
 *
 * @param value 0 where no digit stands at the start
 * @param digits whether any digit was read
 * @param rest what stands behind number and suffix
 */
record MemParse(long value, boolean digits, String rest) {

    private static final String SUFFIXES = "KMGTPE";

    /** With a suffix: memparse. */
    static MemParse bytes(String text) {
        MemParse number = number(text);
        int suffix = number.rest.isEmpty() ? -1 : SUFFIXES.indexOf(Character.toUpperCase(number.rest.charAt(0)));
        return suffix < 0
                ? number
                : new MemParse(number.value << (10 * (suffix + 1)), number.digits, number.rest.substring(1));
    }

    /** Without: simple_strtoull of base 0. */
    static MemParse number(String text) {
        int base = 10;
        int at = 0;
        if (text.startsWith("0")) {
            boolean hex = text.length() > 2
                    && Character.toLowerCase(text.charAt(1)) == 'x'
                    && Character.digit(text.charAt(2), 16) >= 0;
            base = hex ? 16 : 8;
            at = hex ? 2 : 0;
        }
        int first = at;
        long value = 0;
        while (at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), base) >= 0) {
            value = value * base + Character.digit(text.charAt(at), base);
            at++;
        }
        return new MemParse(value, at > first, text.substring(at));
    }
}
