package dev.plumbline.inspector.arch;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Short names of the page-table formats, as a command line takes them: {@code x86_64-la57}, {@code aarch64-16k-47}. A name
 * stands for what changes a walk. Where Linux divides a 32-bit address space does not, so a name means the usual 3:1 split.
 */
public final class ArchitectureNames {

    private static final Map<String, Architecture> BY_NAME = new LinkedHashMap<>();

    static {
        for (Architecture architecture : Architectures.ALL) {
            BY_NAME.putIfAbsent(nameOf(architecture), architecture);
        }
    }

    private ArchitectureNames() {}

    /** Every name, in the order of {@link Architectures#ALL}. */
    public static Set<String> all() {
        return BY_NAME.keySet();
    }

    /** The architecture of a name; empty where no architecture has it. */
    public static Optional<Architecture> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The name of an architecture. Variants that differ in the division of the address space alone share one. */
    public static String nameOf(Architecture architecture) {
        if (architecture instanceof X86_64 x86) {
            return x86.vaBits() == 57 ? "x86_64-la57" : "x86_64";
        }
        if (architecture instanceof I386 i386) {
            return i386.pae() ? "i386-pae" : "i386";
        }
        if (architecture instanceof Arm arm) {
            return arm.lpae() ? "arm-lpae" : "arm";
        }
        if (architecture instanceof Aarch64 aarch64) {
            int pageKib = 1 << (aarch64.granule().shift() - 10);
            return "aarch64-%dk-%d".formatted(pageKib, aarch64.vaBits());
        }
        return architecture.machine() + "-" + architecture.format().name().toLowerCase(Locale.ROOT);
    }
}
