package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.OptionalLong;

/**
 * One line of /proc/modules.
 *
 * @param sizeBytes of all its sections
 * @param references how many use it; empty without CONFIG_MODULE_UNLOAD
 * @param users the modules that use it
 * @param state {@code Live}, {@code Loading} or {@code Unloading}
 * @param address of its first section, unsigned; zero where the reader may not see it
 * @param taints the letters in parentheses: {@code O} out of tree, {@code E} unsigned …; empty without any
 */
public record KernelModule(
        String name,
        long sizeBytes,
        OptionalLong references,
        List<String> users,
        String state,
        long address,
        String taints,
        int line) {

    /** Copies the list. */
    public KernelModule {
        users = List.copyOf(users);
    }
}
