package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;
import java.util.Optional;

/** The architectures whose zones can be derived. */
public final class Platforms {

    /** All of them. */
    public static final List<Platform> ALL = List.of(
            new X86_64Memory(),
            new I386Memory(),
            new Aarch64Memory(),
            new ArmMemory(),
            new RiscvMemory("riscv64"),
            new RiscvMemory("riscv32"),
            new S390xMemory(),
            new PowerMemory("ppc64le"),
            new PowerMemory("ppc64"),
            new MipsMemory("mips"),
            new MipsMemory("mips64"),
            new LoongArchMemory());

    private Platforms() {}

    /** By what {@code uname -m} prints, or a name that is as usual: {@code amd64}, {@code arm64}, {@code armv7l}, {@code i686}. */
    public static Optional<Platform> named(String name) {
        String machine =
                switch (name) {
                    case "amd64" -> "x86_64";
                    case "i486", "i586", "i686", "x86" -> "i386";
                    case "arm64" -> "aarch64";
                    case "ppc64el" -> "ppc64le";
                    default -> name.matches("armv[4-8][a-z]*|armhf|armel") ? "arm" : name;
                };
        return ALL.stream().filter(p -> p.machine().equals(machine)).findFirst();
    }
}
