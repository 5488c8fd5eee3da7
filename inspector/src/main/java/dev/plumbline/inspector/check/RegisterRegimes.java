package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import java.util.Optional;

/**
 * From a processor's registers to the way it translates. What a register would tell but was not printed is taken as Linux
 * sets it; a register that says something else than the machine's files is a contradiction and is reported.
 */
public final class RegisterRegimes {

    private RegisterRegimes() {}

    /**
     * How a processor translated.
     *
     * @param cpu its registers
     * @param architecture as the machine's files tell it
     * @param cpuinfo the machine's /proc/cpuinfo, for what no register tells; may be missing
     */
    public static RunningRegime of(Cpu cpu, Architecture architecture, Optional<CpuInfo> cpuinfo) {
        RegisterValues values = new RegisterValues(cpu);
        if (architecture instanceof X86_64 || architecture instanceof I386) {
            return X86Registers.regime(values, architecture, cpuinfo);
        }
        if (architecture instanceof Riscv scheme) {
            return RiscvRegisters.regime(values, scheme, cpuinfo);
        }
        if (architecture instanceof Aarch64 aarch64) {
            return Aarch64Registers.regime(values, aarch64);
        }
        if (architecture instanceof Arm arm) {
            return ArmRegisters.regime(values, arm);
        }
        return new RunningRegime.NotTold("the registers of %s are not understood".formatted(architecture.machine()));
    }
}
