package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.reference.mmu.Trace.Step;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Entries that the hardware takes for empty and the kernel for present ({@code pte_present} is true): memory of which no
 * access is allowed keeps its frame, and processors whose tables have no accessed flag get an empty entry for a page that is
 * old. pagemap goes by the kernel's view.
 *
 * @param pfns the frames that the entry may name: one, or two where the encoding changed over time
 * @param rule the kernel's name of the case
 */
record KernelPresent(List<Long> pfns, String rule) {

    private static final long X86_PROTNONE = 1 << 8;
    private static final long X86_PFN_64 = (1L << 52) - (1L << 12);
    private static final long RISCV_PROT_NONE = 1 << 5;
    private static final long RISCV_READ = 1 << 1;
    private static final long ARM64_PROT_NONE = 1L << 58;
    private static final long ARM64_PRESENT_INVALID = 1 << 11;
    private static final long ARM64_USER = 1 << 6;
    private static final long LPAE_NONE = 1L << 57;
    private static final long ARM_PRESENT = 1;
    private static final long ARM_YOUNG = 1 << 1;
    private static final long ARM_NONE = 1 << 11;

    /** The kernel keeps its own flags in the first half of a page of second-level tables: arch/arm/include/asm/pgtable-2level.h. */
    private static final int ARM_LINUX_TABLE_BELOW = 2048;

    /**
     * What the kernel makes of an entry at which the hardware's walk ended.
     *
     * @param memory for architectures that keep the kernel's flags beside the hardware's
     */
    static Optional<KernelPresent> of(Architecture architecture, Step last, PhysicalMemory memory) {
        long raw = last.entry().raw();
        if (architecture instanceof X86_64 || architecture instanceof I386) {
            return x86(architecture, last, raw);
        }
        if (architecture instanceof Riscv && (raw & RISCV_PROT_NONE) != 0 && (raw & 1) == 0) {
            return asIfValid(architecture, last.below(), raw | 1 | RISCV_READ, "_PAGE_PROT_NONE");
        }
        if (architecture instanceof Aarch64 && isArm64ProtNone(raw)) {
            return asIfValid(architecture, last.below(), raw | 1, "PTE_PROT_NONE");
        }
        if (architecture instanceof Arm arm) {
            return isShort(arm)
                    ? ofLinuxTable(last, memory)
                    : (raw & LPAE_NONE) != 0
                            ? asIfValid(architecture, last.below(), raw | 1, "L_PTE_NONE")
                            : Optional.empty();
        }
        return Optional.empty();
    }

    /** arch/arm64/include/asm/pgtable.h pte_protnone: a bit of its own before 6.11, since then nG in what no user may touch. */
    private static boolean isArm64ProtNone(long raw) {
        boolean marked = (raw & ARM64_PRESENT_INVALID) != 0 && (raw & ARM64_USER) == 0;
        return (raw & 1) == 0 && (marked || (raw & ARM64_PROT_NONE) != 0);
    }

    private static boolean isShort(Arm arm) {
        return arm.format().root().entryBytes() == 4;
    }

    /** arch/x86/include/asm/pgtable-invert.h: since 4.18 the frame of such an entry is stored inverted, save without PAE. */
    private static Optional<KernelPresent> x86(Architecture architecture, Step last, long raw) {
        if ((raw & X86_PROTNONE) == 0) {
            return Optional.empty();
        }
        boolean wide = architecture.format().root().entryBytes() == 8;
        long mask = (wide ? X86_PFN_64 : 0xfffff000L) & -(1L << last.level().shift());
        return Optional.of(new KernelPresent(
                wide ? List.of((~raw & mask) >>> 12, (raw & mask) >>> 12) : List.of((raw & mask) >>> 12),
                "_PAGE_PROTNONE"));
    }

    private static Optional<KernelPresent> asIfValid(Architecture architecture, int below, long raw, String rule) {
        LongFunction<KernelPresent> made =
                base -> new KernelPresent(List.of(base >>> architecture.format().pageShift()), rule);
        return architecture.decode(below, raw) instanceof Entry.Leaf leaf
                ? Optional.of(made.apply(leaf.base().value()))
                : Optional.empty();
    }

    private static Optional<KernelPresent> ofLinuxTable(Step last, PhysicalMemory memory) {
        if (last.below() != 0 || (last.at().value() & ARM_LINUX_TABLE_BELOW) == 0) {
            return Optional.empty();
        }
        OptionalLong word = memory.word(new PhysAddr(last.at().value() - ARM_LINUX_TABLE_BELOW), 4);
        if (word.isEmpty() || (word.getAsLong() & ARM_PRESENT) == 0) {
            return Optional.empty();
        }
        long own = word.getAsLong();
        boolean none = (own & ARM_NONE) == ARM_NONE;
        if (!none && (own & ARM_YOUNG) != 0) {
            return Optional.empty();
        }
        return Optional.of(new KernelPresent(List.of(own >>> 12), none ? "L_PTE_NONE" : "no L_PTE_YOUNG"));
    }
}
