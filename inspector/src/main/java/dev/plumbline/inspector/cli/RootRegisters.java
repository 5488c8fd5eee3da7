package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** A stopped processor's registers with other root tables, as if it had been stopped with those. */
final class RootRegisters {

    private static final Set<String> USER = Set.of("cr3", "ttbr0", "ttbr0_el1", "ttbr0_el2");
    private static final Set<String> KERNEL = Set.of("ttbr1", "ttbr1_el1", "ttbr1_el2");
    private static final int PAGE_SHIFT = 12;

    private RootRegisters() {}

    /**
     * The registers with the roots that are given in place of those that stand there.
     *
     * @param root CR3, TTBR0, or the table that satp names
     * @param kernelRoot TTBR1
     */
    static Cpu with(Cpu cpu, Architecture architecture, OptionalLong root, OptionalLong kernelRoot) {
        List<Register> registers = cpu.registers().stream()
                .map(r -> {
                    String name = r.name().toLowerCase(Locale.ROOT);
                    if (root.isPresent() && USER.contains(name)) {
                        return valued(r, root.getAsLong());
                    }
                    if (root.isPresent() && name.equals("satp") && architecture instanceof Riscv riscv) {
                        long table = riscv.vaBits() == 32 ? (1L << 22) - 1 : (1L << 44) - 1;
                        return valued(r, (r.value() & ~table) | (root.getAsLong() >>> PAGE_SHIFT & table));
                    }
                    return kernelRoot.isPresent() && KERNEL.contains(name) ? valued(r, kernelRoot.getAsLong()) : r;
                })
                .toList();
        return new Cpu(cpu.number(), registers);
    }

    private static Register valued(Register register, long value) {
        return new Register(register.name(), value, register.printer(), register.line());
    }

    /** Whether the architecture has a second root, for the kernel. */
    static boolean hasKernelRoot(Architecture architecture) {
        return architecture instanceof Aarch64 || architecture instanceof Arm;
    }
}
