package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import dev.plumbline.inspector.reference.mmu.Aarch64Control;
import dev.plumbline.inspector.reference.mmu.Aarch64Regime;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * AArch64: TTBR0, TTBR1, TCR, SCTLR and MAIR of EL1, or of EL2 for a kernel that runs there (HCR_EL2.E2H, where they have
 * the same form); PSTATE; and the identification registers that tell which control bits the processor implements (Arm ARM
 * D19.2). gdb calls SCTLR_EL1 SCTLR.
 *
 * <p>Under page-table isolation a processor that runs a program holds the trampoline's table in TTBR1
 * (arch/arm64/kernel/entry.S, tramp_pg_dir). No register of the translation says so, and how far from it the kernel's own table lies is the
 * linker's affair: what TTBR1 holds is taken as it is.
 */
final class Aarch64Registers {

    private static final int EE = 25;
    private static final int WXN = 19;
    private static final int EPAN = 57;
    private static final int PSTATE_PAN = 22;
    private static final int PSTATE_UAO = 23;
    private static final int TGE = 27;
    private static final int E2H = 34;

    private static final List<Integer> ADDRESS_SIZES = List.of(32, 36, 40, 42, 44, 48, 52);
    private static final VirtAddr LOWEST = new VirtAddr(0);
    private static final VirtAddr HIGHEST = new VirtAddr(-1);

    private final RegisterValues values;
    private final Aarch64 architecture;
    private final List<String> missing = new ArrayList<>();

    private Aarch64Registers(RegisterValues values, Aarch64 architecture) {
        this.values = values;
        this.architecture = architecture;
    }

    static RunningRegime regime(RegisterValues values, Aarch64 architecture) {
        return new Aarch64Registers(values, architecture).regime();
    }

    private RunningRegime regime() {
        long pstate = wanted("PSTATE", "cpsr").map(Register::value).orElse(0L);
        int level = (int) (pstate >>> 2) & 3;
        String el = el(level);
        Optional<Register> tcr = wanted("TCR_" + el);
        Optional<Register> ttbr0 = wanted("TTBR0_" + el);
        Optional<Register> ttbr1 = wanted("TTBR1_" + el);
        Optional<Register> sctlr = el.equals("EL1") ? wanted("SCTLR_EL1", "SCTLR") : wanted("SCTLR_EL2");
        if (!missing.isEmpty()) {
            return notTold("no " + String.join(", ", missing));
        }
        Optional<String> against = contradiction(tcr.orElseThrow(), sctlr.orElseThrow());
        if (against.isPresent()) {
            return notTold(against.get());
        }
        Aarch64Control control = control(tcr.get().value(), sctlr.get().value(), pstate, el);
        Aarch64Regime running = new Aarch64Regime(
                architecture,
                architecture,
                ttbr0.orElseThrow().value(),
                OptionalLong.of(ttbr1.orElseThrow().value()),
                control);
        boolean userMode = level == 0;
        List<Root> roots = new ArrayList<>();
        add(roots, ttbr0.get(), running, LOWEST, Reach.USER);
        add(roots, ttbr1.get(), running, HIGHEST, Reach.KERNEL);
        return new RunningRegime.Told(values.cpu(), userMode, running, running, roots);
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

    /** Whose registers translate: a kernel at EL2 keeps EL0 under its own with HCR_EL2.TGE. */
    private String el(int level) {
        long hcr = values.first("HCR_EL2").map(Register::value).orElse(0L);
        boolean host = RegisterValues.bit(hcr, E2H) && (level == 2 || (level == 0 && RegisterValues.bit(hcr, TGE)));
        return host ? "EL2" : "EL1";
    }

    private Optional<String> contradiction(Register tcr, Register sctlr) {
        if (!RegisterValues.bit(sctlr.value(), 0)) {
            return Optional.of(
                    "%s.M is clear in line %d: it was not translating".formatted(sctlr.name(), sctlr.line()));
        }
        if (RegisterValues.bit(sctlr.value(), EE)) {
            return Optional.of(
                    "%s.EE is set in line %d: its tables are big-endian".formatted(sctlr.name(), sctlr.line()));
        }
        long value = tcr.value();
        int bits0 = 64 - (int) (value & 0x3f);
        int bits1 = 64 - (int) (value >>> 16 & 0x3f);
        Optional<Granule> granule0 = granule(value >>> 14, Granule.K4, Granule.K64, Granule.K16);
        Optional<Granule> granule1 = granule((value >>> 30) - 1, Granule.K16, Granule.K4, Granule.K64);
        boolean agrees = bits0 == architecture.vaBits()
                && bits1 == architecture.vaBits()
                && granule0.equals(Optional.of(architecture.granule()))
                && granule1.equals(Optional.of(architecture.granule()))
                && (RegisterValues.bit(value, 59) == architecture.lpa2() || architecture.granule() == Granule.K64);
        return agrees
                ? Optional.empty()
                : Optional.of(
                        "%s = %#x in line %d (T0SZ %d, T1SZ %d) contradicts %s, %s, which the machine's files tell"
                                .formatted(
                                        tcr.name(),
                                        value,
                                        tcr.line(),
                                        64 - bits0,
                                        64 - bits1,
                                        architecture.machine(),
                                        architecture.variant()));
    }

    /** TG0 counts 4K, 64K, 16K from 0; TG1 counts 16K, 4K, 64K from 1. */
    private static Optional<Granule> granule(long field, Granule... order) {
        int index = (int) field & 3;
        return index < order.length ? Optional.of(order[index]) : Optional.empty();
    }

    private Aarch64Control control(long tcr, long sctlr, long pstate, String el) {
        int implemented = addressSize("ID_AA64MMFR0_EL1", 0).orElse(52);
        int output = ADDRESS_SIZES.get(Math.min((int) (tcr >>> 32) & 7, ADDRESS_SIZES.size() - 1));
        return new Aarch64Control(
                range(tcr, 7, 37, 51, 41, 55),
                range(tcr, 23, 38, 52, 42, 56),
                RegisterValues.bit(tcr, 39),
                RegisterValues.bit(tcr, 40),
                RegisterValues.bit(sctlr, WXN),
                RegisterValues.bit(pstate, PSTATE_PAN),
                RegisterValues.bit(sctlr, EPAN) && field("ID_AA64MMFR1_EL1", 20).orElse(0) >= 3,
                RegisterValues.bit(pstate, PSTATE_UAO),
                implemented,
                output,
                values.first("MAIR_" + el).map(Register::value).orElse(Aarch64Control.LINUX_MAIR));
    }

    private Aarch64Control.Range range(long tcr, int epd, int tbi, int tbid, int hpd, int e0pd) {
        boolean pauth = field("ID_AA64ISAR1_EL1", 4).orElse(0) != 0
                || field("ID_AA64ISAR1_EL1", 8).orElse(0) != 0
                || field("ID_AA64ISAR2_EL1", 12).orElse(0) != 0;
        boolean hpds = field("ID_AA64MMFR1_EL1", 12).orElse(0) != 0;
        boolean e0pds = field("ID_AA64MMFR2_EL1", 60).orElse(0) != 0;
        return new Aarch64Control.Range(
                RegisterValues.bit(tcr, epd),
                RegisterValues.bit(tcr, tbi),
                pauth && RegisterValues.bit(tcr, tbid),
                hpds && RegisterValues.bit(tcr, hpd),
                e0pds && RegisterValues.bit(tcr, e0pd));
    }

    /** A field of four bits of an identification register; empty where it was not printed. */
    private Optional<Integer> field(String register, int low) {
        return values.first(register).map(r -> (int) (r.value() >>> low) & 0xf);
    }

    private Optional<Integer> addressSize(String register, int low) {
        return field(register, low).map(f -> ADDRESS_SIZES.get(Math.min(f, ADDRESS_SIZES.size() - 1)));
    }

    private static void add(List<Root> roots, Register ttbr, Regime regime, VirtAddr address, Reach reach) {
        regime.root(address).ifPresent(table -> roots.add(new Root(ttbr.name(), table, reach, ttbr.line())));
    }
}
