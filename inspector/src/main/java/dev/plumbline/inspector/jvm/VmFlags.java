package dev.plumbline.inspector.jvm;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The VM's options as they are in effect.
 *
 * @param flags by name
 */
public record VmFlags(Map<String, Flag> flags) {

    /** An option's value. */
    public sealed interface Value {}

    /** On or off. */
    public record Bool(boolean on) implements Value {}

    /** A number; unsigned types beyond 2^63 are negative here. */
    public record Integral(long number) implements Value {}

    /** A ratio. */
    public record Real(double number) implements Value {}

    /** A text; empty where it is not set. */
    public record Text(Optional<String> text) implements Value {}

    /**
     * An option.
     *
     * @param type the C++ type: {@code bool}, {@code size_t} …
     * @param origin who set it: {@code default}, {@code command line}, {@code ergonomic} …; empty where it is not known
     */
    public record Flag(String name, String type, Value value, Optional<String> origin) {}

    /** Whether a switch is on; empty where there is none of this name. */
    public Optional<Boolean> bool(String name) {
        Flag flag = flags.get(name);
        return flag != null && flag.value() instanceof Bool b ? Optional.of(b.on()) : Optional.empty();
    }

    /** Whether a switch is there and on. */
    public boolean isOn(String name) {
        return bool(name).orElse(false);
    }

    /** A number; empty where there is none of this name. */
    public OptionalLong number(String name) {
        Flag flag = flags.get(name);
        return flag != null && flag.value() instanceof Integral n ? OptionalLong.of(n.number()) : OptionalLong.empty();
    }
}
