package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options a kernel was built with. Names are taken with or without {@code CONFIG_}.
 *
 * @param values option to value, names with {@code CONFIG_}: {@code y}, {@code m}, a number, or a string without its
 *     quotes; an option that "is not set" is {@code n}
 * @param lines the line of each, 1-based
 * @param release the kernel's release, where the heading names it: {@code # Linux/x86 6.12.1 Kernel Configuration}
 */
public record KernelConfig(Map<String, String> values, Map<String, Integer> lines, Optional<String> release) {

    private static final String PREFIX = "CONFIG_";

    /** Copies the maps; their order stays the file's. */
    public KernelConfig {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        lines = Map.copyOf(lines);
    }

    /** Whether the option is built in. */
    public boolean isYes(String name) {
        return value(name).filter("y"::equals).isPresent();
    }

    /** Whether the option is a module. */
    public boolean isModule(String name) {
        return value(name).filter("m"::equals).isPresent();
    }

    /** The value; empty where the file does not mention the option at all, as when its dependencies are not met. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(withPrefix(name)));
    }

    /** The value as a number, decimal or {@code 0x}; empty where it is not mentioned or is none. */
    public OptionalLong number(String name) {
        String text = value(name).orElse("");
        return text.startsWith("0x") ? KernelNumber.prefixedHex(text) : KernelNumber.signed(text);
    }

    /** The option's line; 0 where the file does not mention it. */
    public int lineOf(String name) {
        return lines.getOrDefault(withPrefix(name), 0);
    }

    private static String withPrefix(String name) {
        return name.startsWith(PREFIX) ? name : PREFIX + name;
    }
}
