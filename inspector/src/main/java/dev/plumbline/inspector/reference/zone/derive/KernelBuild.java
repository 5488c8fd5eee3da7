package dev.plumbline.inspector.reference.zone.derive;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The options that a kernel was built with, as far as the rules ask for them.
 *
 * @param options names with {@code CONFIG_}, values as in the file: {@code y}, {@code n}, a number, a word
 */
public record KernelBuild(Map<String, String> options) {

    /** Copies the map. */
    public KernelBuild {
        options = Map.copyOf(options);
    }

    /** A kernel of which nothing is known: the rules take what the architecture builds by default. */
    public static KernelBuild unknown() {
        return new KernelBuild(Map.of());
    }

    /** Whether no option is known. */
    public boolean isUnknown() {
        return options.isEmpty();
    }

    /** Whether an option is built in; a kernel whose options are not known has it. */
    boolean has(String name) {
        return isUnknown() || "y".equals(options.get("CONFIG_" + name));
    }

    /** Whether an option is known to be built in. */
    boolean isYes(String name) {
        return "y".equals(options.get("CONFIG_" + name));
    }

    /** A number, decimal or {@code 0x}; empty where the option is not there or is none. */
    OptionalLong number(String name) {
        String text = options.getOrDefault("CONFIG_" + name, "");
        boolean hex = text.startsWith("0x");
        String digits = hex ? text.substring(2) : text;
        return digits.matches(hex ? "[0-9a-fA-F]{1,16}" : "[0-9]{1,18}")
                ? OptionalLong.of(Long.parseUnsignedLong(digits, hex ? 16 : 10))
                : OptionalLong.empty();
    }
}
