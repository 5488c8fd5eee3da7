package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;
import java.util.Optional;

/**
 * A hart as a debugger stopped it. QEMU's monitor looks into user memory whatever mstatus.SUM says (7.2,
 * target/riscv/cpu_helper.c get_physical_address: {@code is_debug}).
 */
record RiscvStop(RiscvRegime regime, Privilege privilege) {

    private static final long PPN = (1L << 44) - 1;
    private static final int MXR = 19;

    /** From the registers that gdb prints: {@code satp}, {@code mstatus} and the stub's {@code priv}. */
    static RiscvStop read(List<String> registers, int vaBits) {
        long satp = register(registers, "satp");
        long mstatus = register(registers, "mstatus");
        Riscv scheme =
                switch (vaBits) {
                    case 39 -> Riscv.SV39;
                    case 48 -> Riscv.SV48;
                    case 57 -> Riscv.SV57;
                    default -> throw new IllegalArgumentException("Sv" + vaBits);
                };
        int mode = (int) (satp >>> 60);
        if (mode != 8 + (vaBits - 39) / 9) {
            throw new IllegalStateException("satp.MODE " + mode + " is not Sv" + vaBits);
        }
        boolean mxr = (mstatus >>> MXR & 1) != 0;
        RiscvControl control = new RiscvControl(true, mxr, true, false, true, false, 56);
        return new RiscvStop(
                new RiscvRegime(scheme, new PhysAddr((satp & PPN) << 12), control),
                register(registers, "priv") == 0 ? Privilege.USER : Privilege.SUPERVISOR);
    }

    RiscvStop atTheOtherPrivilege() {
        return new RiscvStop(regime, privilege == Privilege.USER ? Privilege.SUPERVISOR : Privilege.USER);
    }

    private static long register(List<String> lines, String name) {
        Optional<String> line = lines.stream()
                .filter(l -> l.startsWith(name + " ") && l.contains("0x"))
                .findFirst();
        return Long.parseUnsignedLong(line.orElseThrow().split("\\s+", 3)[1].substring(2), 16);
    }
}
