package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Optional;

/**
 * /proc/modules.
 *
 * @param modules the youngest first, as printed; none where none is loaded
 */
public record Modules(List<KernelModule> modules) {

    /** Copies the list. */
    public Modules {
        modules = List.copyOf(modules);
    }

    /** One module. */
    public Optional<KernelModule> named(String name) {
        return modules.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** Whether there are modules and all their addresses are zero, as the unprivileged see them. */
    public boolean isZeroed() {
        return !modules.isEmpty() && modules.stream().allMatch(m -> m.address() == 0);
    }
}
