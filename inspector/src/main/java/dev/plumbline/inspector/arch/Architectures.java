package dev.plumbline.inspector.arch;

import java.util.List;
import java.util.stream.Stream;

/** Every architecture that has a reference. */
public final class Architectures {

    private Architectures() {}

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
}
