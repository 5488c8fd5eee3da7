package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.ArchitectureNames;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Aarch64Control;
import dev.plumbline.inspector.reference.mmu.Aarch64Regime;
import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.ArmLpaeRegime;
import dev.plumbline.inspector.reference.mmu.ArmShortRegime;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.RiscvControl;
import dev.plumbline.inspector.reference.mmu.RiscvRegime;
import dev.plumbline.inspector.reference.mmu.X86Control;
import dev.plumbline.inspector.reference.mmu.X86Regime;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tables: the options {@code --arch}, {@code --root} and {@code --kernel-root}. */
final class WalkRoots {

    private static final int PAGE_SHIFT = 12;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "The page tables' architecture; --list-arch prints the names. A capture tells its own.")
    private @Nullable String name;

    @Option(
            names = "--root",
            paramLabel = "0x…",
            description = "CR3, TTBR0, or the address of the table that satp names. Registers tell it else.")
    private @Nullable String root;

    @Option(
            names = "--kernel-root",
            paramLabel = "0x…",
            description = "TTBR1, on Arm. Without it and without registers, only TTBR0's addresses are translated.")
    private @Nullable String kernelRoot;

    /** The names, for shell completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ArchitectureNames.all().iterator();
        }
    }

    /** The architecture that is named; empty if none is. */
    Optional<Architecture> architecture() throws Failure {
        if (name == null) {
            return Optional.empty();
        }
        Optional<Architecture> found = ArchitectureNames.find(name);
        if (found.isEmpty()) {
            throw Failure.wrongUsage(
                    "--arch: \"%s\"; allowed: %s".formatted(name, String.join(", ", ArchitectureNames.all())));
        }
        return found;
    }

    /** The root that is given, checked against what the architecture's register can hold. */
    OptionalLong root(Architecture architecture) throws Failure {
        if (root == null) {
            return OptionalLong.empty();
        }
        long value = AddressText.option("--root", root);
        if (architecture instanceof I386 && value >>> 32 != 0) {
            throw Failure.wrongUsage("--root: \"%s\"; allowed: 32 bits, which CR3 has on i386".formatted(root));
        }
        if (architecture instanceof Riscv && (value & ((1 << PAGE_SHIFT) - 1)) != 0) {
            throw Failure.wrongUsage(
                    "--root: \"%s\"; allowed: a table's address, a multiple of 0x1000".formatted(root));
        }
        return OptionalLong.of(value);
    }

    /** The second root that is given. */
    OptionalLong kernelRoot(Architecture architecture) throws Failure {
        if (kernelRoot == null) {
            return OptionalLong.empty();
        }
        if (!RootRegisters.hasKernelRoot(architecture)) {
            throw Failure.wrongUsage("--kernel-root: %s has one root for all addresses"
                    .formatted(ArchitectureNames.nameOf(architecture)));
        }
        return OptionalLong.of(AddressText.option("--kernel-root", kernelRoot));
    }

    /** A processor as Linux sets one up that has every feature, with these roots. */
    static Regime asLinuxSetsIt(Architecture architecture, long root, OptionalLong kernelRoot) {
        if (architecture instanceof X86_64 || architecture instanceof I386) {
            return new X86Regime(architecture, root, X86Control.LINUX);
        }
        if (architecture instanceof Aarch64 aarch64) {
            return new Aarch64Regime(aarch64, aarch64, root, kernelRoot, Aarch64Control.LINUX);
        }
        if (architecture instanceof Arm arm) {
            return arm.lpae()
                    ? new ArmLpaeRegime(arm, root, kernelRoot, ArmControl.LINUX)
                    : new ArmShortRegime(arm, root, kernelRoot, ArmControl.LINUX);
        }
        return new RiscvRegime((Riscv) architecture, new PhysAddr(root), RiscvControl.LINUX);
    }

    /** The roots in words: as their registers are called. */
    static List<String> described(Architecture architecture, long root, OptionalLong kernelRoot) {
        boolean arm = RootRegisters.hasKernelRoot(architecture);
        String first = "%s %#x".formatted(architecture instanceof Riscv ? "satp's table" : arm ? "TTBR0" : "CR3", root);
        return kernelRoot.isPresent() ? List.of(first, "TTBR1 %#x".formatted(kernelRoot.getAsLong())) : List.of(first);
    }
}
