package dev.plumbline.inspector.observed;

/**
 * One line of /proc/kallsyms.
 *
 * @param address unsigned; zero where the reader may not see it
 * @param type nm's letter; capital where the symbol is global, {@code A} where it is absolute
 * @param module the module in brackets; empty for the kernel's own symbols
 * @param line 1-based
 */
public record KernelSymbol(long address, char type, String name, String module, int line) {

    /** Whether it is code ({@code t T w W}). */
    public boolean isText() {
        return "tTwW".indexOf(type) >= 0;
    }

    /** {@code 0x… name}, as evidence shows it. */
    @Override
    public String toString() {
        return "0x%x %c %s%s".formatted(address, type, name, module.isEmpty() ? "" : " [" + module + "]");
    }
}
