package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import dev.plumbline.inspector.reference.mmu.X86Control;
import dev.plumbline.inspector.reference.mmu.X86Regime;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * x86: CR0, CR3, CR4 and IA32_EFER (Intel SDM vol. 3, 2.5 and 2.2.1). PKRU, IA32_PKRS and IA32_PAT are not printed by the
 * monitor: keys forbid nothing here, and the PAT is the one that Linux writes.
 */
final class X86Registers {

    private static final int CR0_WP = 16;
    private static final int CR0_PG = 31;
    private static final int CR4_PSE = 4;
    private static final int CR4_PAE = 5;
    private static final int CR4_LA57 = 12;
    private static final int CR4_SMEP = 20;
    private static final int CR4_SMAP = 21;
    private static final int CR4_PKE = 22;
    private static final int CR4_PKS = 24;
    private static final int EFER_LMA = 10;
    private static final int EFER_NXE = 11;
    private static final int RFLAGS_AC = 18;

    /** Bit 12 of CR3 selects the user half of the pair of roots: PTI_USER_PGTABLE_BIT, arch/x86/include/asm/pgtable.h. */
    private static final long PTI_USER_ROOT = 1 << 12;

    private static final int MOST_PHYSICAL_BITS = 52;
    private static final Pattern ADDRESS_SIZES = Pattern.compile("([0-9]{2}) bits physical, [0-9]{2} bits virtual");

    private X86Registers() {}

    static RunningRegime regime(RegisterValues values, Architecture architecture, Optional<CpuInfo> cpuinfo) {
        List<String> missing = new ArrayList<>();
        Optional<Register> cr0 = wanted(values, missing, "CR0");
        Optional<Register> cr3 = wanted(values, missing, "CR3");
        Optional<Register> cr4 = wanted(values, missing, "CR4");
        Optional<Register> efer = wanted(values, missing, "EFER");
        if (!missing.isEmpty()) {
            return new NotTold("CPU %d: no %s".formatted(values.cpu(), String.join(", ", missing)));
        }
        Optional<String> against = values.disagreement("CR0", "CR3", "CR4", "EFER")
                .or(() -> contradiction(architecture, cr0.orElseThrow(), cr4.orElseThrow(), efer.orElseThrow()));
        if (against.isPresent()) {
            return new NotTold("CPU %d: %s".formatted(values.cpu(), against.get()));
        }
        X86Control control =
                control(values, cr0.get().value(), cr4.get().value(), efer.get().value(), cpuinfo);
        Register root = cr3.get();
        boolean userMode = values.first("CPL").map(r -> r.value() == 3).orElse(false);
        boolean isolated = has(cpuinfo, "pti") && (root.value() & PTI_USER_ROOT) != 0;
        X86Regime running = new X86Regime(architecture, root.value(), control);
        long kernelRoot = root.value() & ~PTI_USER_ROOT;
        return new RunningRegime.Told(
                values.cpu(),
                userMode,
                running,
                isolated ? new X86Regime(architecture, kernelRoot, control) : running,
                isolated
                        ? List.of(
                                root("CR3", root.value(), architecture, Reach.USER, root.line()),
                                root("CR3 without bit 12", kernelRoot, architecture, Reach.ALL, root.line()))
                        : List.of(root("CR3", root.value(), architecture, Reach.ALL, root.line())));
    }

    private static Optional<Register> wanted(RegisterValues values, List<String> missing, String name) {
        Optional<Register> found = values.first(name);
        if (found.isEmpty()) {
            missing.add(name);
        }
        return found;
    }

    /** What the registers say that cannot be on a machine of this architecture. */
    private static Optional<String> contradiction(
            Architecture architecture, Register cr0, Register cr4, Register efer) {
        if (!RegisterValues.bit(cr0.value(), CR0_PG)) {
            return Optional.of("CR0.PG is clear in line %d: it was not translating".formatted(cr0.line()));
        }
        boolean longMode = architecture instanceof X86_64;
        if (RegisterValues.bit(efer.value(), EFER_LMA) != longMode) {
            return said("EFER.LMA", efer, architecture);
        }
        boolean pae = longMode || (architecture instanceof I386 i386 && i386.pae());
        if (RegisterValues.bit(cr4.value(), CR4_PAE) != pae) {
            return said("CR4.PAE", cr4, architecture);
        }
        boolean five = architecture instanceof X86_64 x86 && x86.vaBits() == 57;
        return longMode && RegisterValues.bit(cr4.value(), CR4_LA57) != five
                ? said("CR4.LA57", cr4, architecture)
                : Optional.empty();
    }

    private static Optional<String> said(String bit, Register register, Architecture architecture) {
        return Optional.of("%s of %s = %#x in line %d contradicts %s, %s, which the machine's files tell"
                .formatted(
                        bit,
                        register.name(),
                        register.value(),
                        register.line(),
                        architecture.machine(),
                        architecture.variant()));
    }

    private static X86Control control(RegisterValues values, long cr0, long cr4, long efer, Optional<CpuInfo> cpuinfo) {
        long flags = values.first("RFL", "EFL", "eflags").map(Register::value).orElse(0L);
        return new X86Control(
                RegisterValues.bit(cr0, CR0_WP),
                RegisterValues.bit(efer, EFER_NXE),
                RegisterValues.bit(cr4, CR4_SMEP),
                RegisterValues.bit(cr4, CR4_SMAP),
                RegisterValues.bit(flags, RFLAGS_AC),
                RegisterValues.bit(cr4, CR4_PSE),
                cpuinfo.isEmpty() || has(cpuinfo, "pdpe1gb"),
                RegisterValues.bit(cr4, CR4_PKE),
                0,
                RegisterValues.bit(cr4, CR4_PKS),
                0,
                physicalBits(cpuinfo),
                X86Control.LINUX_PAT);
    }

    private static boolean has(Optional<CpuInfo> cpuinfo, String flag) {
        return cpuinfo.map(c -> c.words("flags").contains(flag)).orElse(false);
    }

    /** MAXPHYADDR: the only one a capture tells is the kernel's x86_phys_bits, in {@code address sizes}. */
    private static int physicalBits(Optional<CpuInfo> cpuinfo) {
        Matcher sizes = ADDRESS_SIZES.matcher(
                cpuinfo.flatMap(c -> c.value("address sizes")).orElse(""));
        int bits = sizes.matches() ? Integer.parseInt(sizes.group(1)) : MOST_PHYSICAL_BITS;
        return Math.min(Math.max(bits, 32), MOST_PHYSICAL_BITS);
    }

    private static Root root(String name, long cr3, Architecture architecture, Reach reach, int line) {
        boolean pointers = architecture instanceof I386 i386 && i386.pae();
        long mask = architecture instanceof X86_64 ? (1L << 52) - (1L << 12) : pointers ? 0xffffffe0L : 0xfffff000L;
        return new Root(name, new PhysAddr(cr3 & mask), reach, line);
    }
}
