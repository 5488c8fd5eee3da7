package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.ArmLpaeRegime;
import dev.plumbline.inspector.reference.mmu.ArmShortRegime;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * 32-bit Arm: TTBR0, TTBR1, TTBCR, SCTLR, DACR, the memory attributes and CPSR (ARMv7-A B4.1). gdb prints the secure bank
 * with {@code _S} behind the name; Linux runs in the other. A 64-bit TTBR is {@code TTBR0}, its 32-bit part
 * {@code TTBR0_EL1}.
 */
final class ArmRegisters {

    private static final int SCTLR_S = 8;
    private static final int SCTLR_R = 9;
    private static final int SCTLR_HA = 17;
    private static final int SCTLR_WXN = 19;
    private static final int SCTLR_UWXN = 20;
    private static final int SCTLR_XP = 23;
    private static final int SCTLR_EE = 25;
    private static final int SCTLR_TRE = 28;
    private static final int SCTLR_AFE = 29;
    private static final int CPSR_PAN = 22;
    private static final int USER_MODE = 0x10;
    private static final int EAE = 31;

    /** ID_MMFR0.VMSA: 4 has PXN in short descriptors, 5 long descriptors as well. */
    private static final int VMSA_PXN = 4;

    private static final VirtAddr LOWEST = new VirtAddr(0);
    private static final VirtAddr HIGHEST = new VirtAddr(0xffffffffL);

    private final RegisterValues values;
    private final Arm architecture;
    private final List<String> missing = new ArrayList<>();

    private ArmRegisters(RegisterValues values, Arm architecture) {
        this.values = values;
        this.architecture = architecture;
    }

    static RunningRegime regime(RegisterValues values, Arm architecture) {
        return new ArmRegisters(values, architecture).regime();
    }

    private RunningRegime regime() {
        Optional<Register> sctlr = wanted("SCTLR", "SCTLR_EL1");
        Optional<Register> ttbcr = wanted("TTBCR", "TCR_EL1");
        Optional<Register> ttbr0 = wanted("TTBR0", "TTBR0_EL1");
        Optional<Register> ttbr1 = wanted("TTBR1", "TTBR1_EL1");
        Optional<Register> cpsr = wanted("PSR", "cpsr");
        Optional<Register> dacr = architecture.lpae() ? values.first("DACR") : wanted("DACR");
        if (!missing.isEmpty()) {
            return notTold("no " + String.join(", ", missing));
        }
        Optional<String> against = contradiction(sctlr.orElseThrow(), ttbcr.orElseThrow());
        if (against.isPresent()) {
            return notTold(against.get());
        }
        ArmControl control = control(
                sctlr.get().value(),
                wideTtbcr(ttbcr.get().value()),
                cpsr.orElseThrow().value(),
                (int) dacr.map(Register::value).orElse(0L).longValue());
        OptionalLong upper = OptionalLong.of(ttbr1.orElseThrow().value());
        Regime running = architecture.lpae()
                ? new ArmLpaeRegime(architecture, ttbr0.orElseThrow().value(), upper, control)
                : new ArmShortRegime(architecture, ttbr0.orElseThrow().value(), upper, control);
        boolean userMode = (cpsr.get().value() & 0x1f) == USER_MODE;
        return new RunningRegime.Told(
                values.cpu(), userMode, running, running, roots(running, ttbr0.get(), ttbr1.get()));
    }

    private Optional<Register> wanted(String... names) {
        Optional<Register> found = values.first(names);
        if (found.isEmpty()) {
            missing.add(names[0]);
        }
        return found;
    }

    private NotTold notTold(String why) {
        return new NotTold("CPU %d: %s".formatted(values.cpu(), why));
    }

    private Optional<String> contradiction(Register sctlr, Register ttbcr) {
        if (!RegisterValues.bit(sctlr.value(), 0)) {
            return Optional.of("SCTLR.M is clear in line %d: it was not translating".formatted(sctlr.line()));
        }
        if (RegisterValues.bit(sctlr.value(), SCTLR_EE)) {
            return Optional.of("SCTLR.EE is set in line %d: its tables are big-endian".formatted(sctlr.line()));
        }
        if (!architecture.lpae() && !RegisterValues.bit(sctlr.value(), SCTLR_XP)) {
            return Optional.of("SCTLR.XP is clear in line %d: ARMv5 descriptors, with subpages, are not understood"
                    .formatted(sctlr.line()));
        }
        return RegisterValues.bit(ttbcr.value(), EAE) == architecture.lpae()
                ? Optional.empty()
                : Optional.of("TTBCR.EAE of %s = %#x in line %d contradicts %s, %s, which the machine's files tell"
                        .formatted(
                                ttbcr.name(),
                                ttbcr.value(),
                                ttbcr.line(),
                                architecture.machine(),
                                architecture.variant()));
    }

    private long wideTtbcr(long ttbcr) {
        return ttbcr | values.first("TTBCR2").map(Register::value).orElse(0L) << Integer.SIZE;
    }

    private ArmControl control(long sctlr, long ttbcr, long cpsr, int dacr) {
        return new ArmControl(
                OptionalLong.of(ttbcr),
                memoryAttributes(),
                dacr,
                RegisterValues.bit(sctlr, SCTLR_AFE),
                RegisterValues.bit(sctlr, SCTLR_HA),
                RegisterValues.bit(sctlr, SCTLR_TRE),
                RegisterValues.bit(sctlr, SCTLR_S),
                RegisterValues.bit(sctlr, SCTLR_R),
                RegisterValues.bit(sctlr, SCTLR_WXN),
                RegisterValues.bit(sctlr, SCTLR_UWXN),
                RegisterValues.bit(cpsr, CPSR_PAN),
                field("ID_MMFR0", 0).orElse(VMSA_PXN) >= VMSA_PXN,
                field("ID_ISAR5", 0).orElse(0) != 0);
    }

    /** PRRR and NMRR are the same registers as MAIR0 and MAIR1, and print under those names. */
    private OptionalLong memoryAttributes() {
        Optional<Register> low = values.first("MAIR0", "PRRR");
        Optional<Register> high = values.first("MAIR1", "NMRR");
        return low.isPresent() && high.isPresent()
                ? OptionalLong.of(low.get().value() | high.get().value() << Integer.SIZE)
                : OptionalLong.empty();
    }

    private Optional<Integer> field(String register, int low) {
        return values.first(register).map(r -> (int) (r.value() >>> low) & 0xf);
    }

    private static List<Root> roots(Regime running, Register ttbr0, Register ttbr1) {
        List<Root> roots = new ArrayList<>();
        boolean one = running.root(LOWEST).equals(running.root(HIGHEST));
        running.root(LOWEST)
                .ifPresent(t -> roots.add(new Root(ttbr0.name(), t, one ? Reach.ALL : Reach.USER, ttbr0.line())));
        if (!one) {
            running.root(HIGHEST).ifPresent(t -> roots.add(new Root(ttbr1.name(), t, Reach.KERNEL, ttbr1.line())));
        }
        return roots;
    }
}
