package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import dev.plumbline.inspector.reference.mmu.RiscvControl;
import dev.plumbline.inspector.reference.mmu.RiscvRegime;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;

/**
 * RISC-V: satp, mstatus and menvcfg (privileged specification, 12.1.11, 3.1.6 and 3.1.18 of version 20240411). No register
 * tells which extensions a hart has: /proc/cpuinfo does.
 */
final class RiscvRegisters {

    private static final int MODE_SV39 = 8;
    private static final int SATP32_MODE = 31;
    private static final int MSTATUS_SUM = 18;
    private static final int MSTATUS_MXR = 19;
    private static final int MENVCFG_ADUE = 61;
    private static final int MENVCFG_PBMTE = 62;
    private static final int PAGE_SHIFT = 12;

    private RiscvRegisters() {}

    static RunningRegime regime(RegisterValues values, Riscv scheme, Optional<CpuInfo> cpuinfo) {
        Optional<Register> satp = values.first("satp");
        if (satp.isEmpty()) {
            return new NotTold("CPU %d: no satp".formatted(values.cpu()));
        }
        Optional<String> against = values.disagreement("satp").or(() -> contradiction(scheme, satp.get()));
        if (against.isPresent()) {
            return new NotTold("CPU %d: %s".formatted(values.cpu(), against.get()));
        }
        int ppnBits = scheme.vaBits() == 32 ? 22 : 44;
        PhysAddr root = new PhysAddr((satp.get().value() & ((1L << ppnBits) - 1)) << PAGE_SHIFT);
        RiscvRegime running = new RiscvRegime(scheme, root, control(values, cpuinfo));
        return new RunningRegime.Told(
                values.cpu(),
                userMode(values, scheme),
                running,
                running,
                List.of(new Root("satp", root, Reach.ALL, satp.get().line())));
    }

    private static Optional<String> contradiction(Riscv scheme, Register satp) {
        boolean sv32 = scheme.vaBits() == 32;
        long mode = sv32 ? satp.value() >>> SATP32_MODE : satp.value() >>> 60;
        if (mode == 0) {
            return Optional.of("satp.MODE is Bare in line %d: it was not translating".formatted(satp.line()));
        }
        long expected = sv32 ? 1 : MODE_SV39 + (scheme.vaBits() - 39) / 9;
        return mode == expected
                ? Optional.empty()
                : Optional.of("MODE of satp = %#x in line %d contradicts %s, %s, which the machine's files tell"
                        .formatted(satp.value(), satp.line(), scheme.machine(), scheme.variant()));
    }

    /** The debug stub's {@code priv} tells the privilege; without it the program counter does. */
    private static boolean userMode(RegisterValues values, Riscv scheme) {
        return values.first("priv")
                .map(r -> r.value() == 0)
                .or(() ->
                        values.first("pc").map(r -> scheme.addressSpace().user().contains(new VirtAddr(r.value()))))
                .orElse(false);
    }

    private static RiscvControl control(RegisterValues values, Optional<CpuInfo> cpuinfo) {
        return new RiscvControl(
                bit(values, "mstatus", MSTATUS_SUM).orElse(RiscvControl.LINUX.sum()),
                bit(values, "mstatus", MSTATUS_MXR).orElse(RiscvControl.LINUX.mxr()),
                setsFlags(values, cpuinfo),
                has(cpuinfo, "svnapot"),
                bit(values, "menvcfg", MENVCFG_PBMTE).orElseGet(() -> has(cpuinfo, "svpbmt")),
                has(cpuinfo, "svrsw60t59b"),
                RiscvControl.LINUX.physicalBits());
    }

    /** menvcfg.ADUE decides on harts that have it; those of before Svade and Svadu had names do either. */
    private static boolean setsFlags(RegisterValues values, Optional<CpuInfo> cpuinfo) {
        boolean named = cpuinfo.isPresent() && (has(cpuinfo, "svadu") || has(cpuinfo, "svade"));
        return !named || bit(values, "menvcfg", MENVCFG_ADUE).orElseGet(() -> has(cpuinfo, "svadu"));
    }

    private static Optional<Boolean> bit(RegisterValues values, String register, int bit) {
        return values.first(register).map(r -> RegisterValues.bit(r.value(), bit));
    }

    /** Whether /proc/cpuinfo names an extension; where there is no such file, every extension may be used. */
    private static boolean has(Optional<CpuInfo> cpuinfo, String extension) {
        return cpuinfo.flatMap(c -> c.value("isa"))
                .map(isa -> List.of(isa.split("_", -1)).contains(extension))
                .orElse(true);
    }
}
