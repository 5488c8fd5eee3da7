package dev.plumbline.inspector.arch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every architecture that has a reference. */
public final class Architectures {

    private Architectures() {}

    private static final List<Architecture> CAPTURED = List.of(
            X86_64.FOUR_LEVEL,
            X86_64.LA57,
            I386.twoLevel(VmSplit.G3),
            I386.pae(VmSplit.G3),
            Aarch64.of(Granule.K4, 48),
            Aarch64.of(Granule.K4, 52),
            Aarch64.of(Granule.K16, 52),
            Arm.shortDescriptor(VmSplit.G3),
            Arm.lpae(VmSplit.G3),
            Riscv.SV39,
            Riscv.SV57);

    /** All variants. */
    public static final List<Architecture> ALL = Stream.of(
                    Stream.of(X86_64.FOUR_LEVEL, X86_64.LA57),
                    I386.SPLITS.stream().map(I386::twoLevel),
                    I386.SPLITS_PAE.stream().map(I386::pae),
                    Stream.of(Granule.values())
                            .flatMap(g -> Aarch64.offered(g).stream().map(va -> Aarch64.of(g, va))),
                    Stream.of(
                            Aarch64.of(Granule.K4, 48, 52),
                            Aarch64.of(Granule.K16, 47, 52),
                            Aarch64.of(Granule.K64, 48, 52)),
                    Arm.SPLITS.stream().map(Arm::shortDescriptor),
                    Arm.SPLITS_LPAE.stream().map(Arm::lpae),
                    Stream.of(Riscv.SV32, Riscv.SV39, Riscv.SV48, Riscv.SV57))
            .<Architecture>flatMap(s -> s)
            .toList();

    /**
     * The variants that no capture of a real kernel stands behind: their formats are checked against the manuals alone, and
     * their ranges against the kernel's sources.
     */
    public static final List<Architecture> WITHOUT_CAPTURE =
            ALL.stream().filter(a -> !CAPTURED.contains(a)).toList();

    /**
     * Which architecture a machine has, by what it says about itself.
     *
     * @param facts of the examined machine, never of the one that runs the analysis
     */
    public static Recognition recognise(MachineFacts facts) {
        Optional<Family.Found> found = Family.of(facts);
        if (found.isEmpty()) {
            return new Recognition.Unknown("the kernel's options, proc/kcore, proc/cpuinfo or proc/version", List.of());
        }
        List<String> why = List.of(found.get().why());
        return switch (found.get().family().name()) {
            case "x86_64" -> X86Variants.x86_64(facts, why);
            case "i386" -> X86Variants.i386(facts, why);
            case "aarch64" -> ArmVariants.aarch64(facts, why);
            case "arm" -> ArmVariants.arm(facts, why);
            case "riscv" -> RiscvVariants.riscv(facts, why);
            default ->
                new Recognition.Unsupported(
                        facts.machine().orElse(found.get().family().name()), why);
        };
    }
}
