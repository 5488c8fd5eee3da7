package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * AArch64, stage 1 of the EL1&amp;0 translation regime (or EL2&amp;0, which is the same): Arm ARM D8.2 walks, D8.3 descriptors,
 * D8.4 permissions, D8.5 hardware updates, D8.6 memory types; D8.15 the order of faults: translation, address size, access
 * flag, permission.
 */
public final class Aarch64Regime extends Regime {

    private static final int LAST_LEVEL = 3;
    private static final int UPPER = 55;
    private static final long AP2 = 1 << 7;
    private static final long AF = 1 << 10;

    /** Bits 15:12 of a 64K descriptor: address bits 51:48 with FEAT_LPA, else RES0 (D8.3.1). */
    private static final long LPA_ADDRESS = 0xf000;

    private static final int TERABYTES_4 = 42;
    private static final long TABLE_RIGHTS = 0xfL << 59;
    private static final String WITHOUT_TABLE_RIGHTS = "VMSAv8-64 without hierarchical permissions";
    private static final long DBM = 1L << 51;

    private final Aarch64 user;
    private final Aarch64 kernel;
    private final PageTableFormat lower;
    private final PageTableFormat upper;
    private final long ttbr0;
    private final OptionalLong ttbr1;
    private final Aarch64Control control;

    /**
     * A processor that translates with these tables.
     *
     * @param user granule and size of the lower range (TCR.TG0, T0SZ)
     * @param kernel granule and size of the upper range (TCR.TG1, T1SZ)
     * @param ttbr0 the register; CnP and ASID are of no account
     * @param ttbr1 the register; empty where it is not known, then the upper range has no translation
     */
    public Aarch64Regime(Aarch64 user, Aarch64 kernel, long ttbr0, OptionalLong ttbr1, Aarch64Control control) {
        this.user = user;
        this.kernel = kernel;
        this.lower = format(user, control.lower());
        this.upper = format(kernel, control.upper());
        this.ttbr0 = ttbr0;
        this.ttbr1 = ttbr1;
        this.control = control;
    }

    /** TCR.HPD changes what table descriptors of one range mean, so it is a format of its own (D8.4.3). */
    private static PageTableFormat format(Aarch64 variant, Aarch64Control.Range range) {
        return range.hpd() ? variant.format().named(WITHOUT_TABLE_RIGHTS) : variant.format();
    }

    private static boolean isUpper(VirtAddr address) {
        return (address.value() >>> UPPER & 1) != 0;
    }

    private Aarch64Control.Range range(VirtAddr address) {
        return isUpper(address) ? control.upper() : control.lower();
    }

    @Override
    Start start(VirtAddr address) {
        boolean kernelHalf = isUpper(address);
        Aarch64 variant = kernelHalf ? kernel : user;
        Aarch64Control.Range range = range(address);
        if (!inRange(address, variant.vaBits(), range.tbi())) {
            return new Start.Refused(
                    FaultClass.NON_CANONICAL,
                    "bits %d:%d are not all equal".formatted(range.tbi() ? UPPER : 63, variant.vaBits()));
        }
        if (range.epd()) {
            return new Start.Refused(FaultClass.NOT_PRESENT, kernelHalf ? "TCR.EPD1 is set" : "TCR.EPD0 is set");
        }
        if (kernelHalf && ttbr1.isEmpty()) {
            return new Start.Refused(FaultClass.NOT_PRESENT, "TTBR1 is not known");
        }
        PhysAddr root = root(variant, kernelHalf ? ttbr1.getAsLong() : ttbr0);
        return outOfRange(root)
                ? new Start.Refused(
                        FaultClass.ADDRESS_SIZE,
                        "the root %s lies beyond %d bits".formatted(root, control.effectiveOutputBits()))
                : new Start.Root(kernelHalf ? upper : lower, root);
    }

    private static boolean inRange(VirtAddr address, int vaBits, boolean tagged) {
        long signed = tagged ? address.value() << 8 >> 8 : address.value();
        long above = signed >> vaBits;
        return above == 0 || above == -1;
    }

    /** BADDR: 47:1 in place down to the table's alignment; 51:48 in bits 5:2 where addresses have 52 bits (D8.2.5). */
    private PhysAddr root(Aarch64 variant, long ttbr) {
        int alignment = variant.format().root().indexBits() + 3;
        long low = ttbr & ((1L << 48) - (1L << alignment));
        boolean wide = variant.lpa2() || (variant.granule() == Granule.K64 && control.physicalBits() == 52);
        return new PhysAddr(wide ? low | (ttbr >>> 2 & 0xf) << 48 : low);
    }

    private boolean outOfRange(PhysAddr address) {
        return address.value() >>> control.effectiveOutputBits() != 0;
    }

    @Override
    Optional<Refusal> barred(VirtAddr address, Access access) {
        Aarch64Control.Range range = range(address);
        if (range.e0pd() && isEl0(access)) {
            return Optional.of(new Refusal(FaultClass.NOT_PRESENT, "E0PD: EL0 does not use this range"));
        }
        int vaBits = (isUpper(address) ? kernel : user).vaBits();
        return range.tbi() && range.tbid() && access.kind() == Kind.EXECUTE && !inRange(address, vaBits, false)
                ? Optional.of(new Refusal(FaultClass.NON_CANONICAL, "TBID: instruction addresses have no tag"))
                : Optional.empty();
    }

    @Override
    Entry decode(PageTableFormat format, int level, long raw) {
        Entry entry = withoutSize(format, level, raw);
        boolean beyond = (entry instanceof Entry.Leaf leaf && outOfRange(leaf.base()))
                || (entry instanceof Entry.Table table && outOfRange(table.table()));
        return beyond
                ? new Entry.Reserved(
                        raw,
                        "the address lies beyond the output size of %d bits".formatted(control.effectiveOutputBits()))
                : entry;
    }

    @Override
    FaultClass classOf(PageTableFormat format, int level, Entry.Reserved entry) {
        return withoutSize(format, level, entry.raw()) instanceof Entry.Reserved
                ? FaultClass.NOT_PRESENT
                : FaultClass.ADDRESS_SIZE;
    }

    /** What the descriptor says before its address is held against the output size. */
    private Entry withoutSize(PageTableFormat format, int level, long raw) {
        boolean lpa = control.physicalBits() == 52;
        if (format.pageShift() != 16 || lpa) {
            return format.levels().get(level).decode(raw);
        }
        Entry entry = format.levels().get(level).decode(raw & ~LPA_ADDRESS);
        if (entry instanceof Entry.Table table) {
            return new Entry.Table(raw, table.table());
        }
        if (entry instanceof Entry.Leaf leaf) {
            return leaf.sizeShift() == TERABYTES_4
                    ? new Entry.Reserved(raw, "a level 1 block of 64K pages without FEAT_LPA (Arm ARM D8.3.1)")
                    : new Entry.Leaf(raw, leaf.base(), leaf.sizeShift());
        }
        return entry instanceof Entry.Reserved reserved
                ? new Entry.Reserved(raw, reserved.why())
                : new Entry.NotPresent(raw);
    }

    @Override
    long contribution(PageTableFormat format, int level, Entry.Table table) {
        return format.name().equals(WITHOUT_TABLE_RIGHTS) ? table.raw() & ~TABLE_RIGHTS : table.raw();
    }

    @Override
    Rights rights(Path path, Entry.Leaf leaf, int level) {
        return Aarch64Rights.of(path, leaf.raw(), control, false);
    }

    @Override
    MemoryType memoryType(Path path, Entry.Leaf leaf, int level) {
        return MemoryAttribute.select(control.mair(), (int) (leaf.raw() >>> 2) & 7);
    }

    /** EL0, or EL1 as EL0 through LDTR and STTR (D8.4.4); instructions are fetched by the current level alone. */
    private boolean isEl0(Access access) {
        boolean asEl0 = access.form() == Form.UNPRIVILEGED && access.kind() != Kind.EXECUTE && !control.uao();
        return access.privilege() == Privilege.USER || asEl0;
    }

    @Override
    Optional<Refusal> refusal(Path path, Entry.Leaf leaf, int level, Access access) {
        if ((leaf.raw() & AF) == 0 && !control.ha()) {
            return Optional.of(new Refusal(FaultClass.ACCESS_FLAG, "AF is clear and TCR.HA is 0"));
        }
        boolean el0 = isEl0(access);
        boolean pan = control.pan() && !el0 && access.kind() != Kind.EXECUTE;
        Privilege privilege = el0 ? Privilege.USER : Privilege.SUPERVISOR;
        if (Aarch64Rights.of(path, leaf.raw(), control, pan).grants(access.kind(), privilege)) {
            return Optional.empty();
        }
        boolean byPan = pan && rights(path, leaf, level).grants(access.kind(), privilege);
        return Optional.of(new Refusal(FaultClass.PROTECTION, byPan ? "PAN: EL0 could use it" : because(access, el0)));
    }

    private static String because(Access access, boolean el0) {
        String who = el0 ? "EL0" : "EL1";
        return switch (access.kind()) {
            case READ -> "AP[1] or APTable[0]: no data access by " + who;
            case WRITE -> "AP[2:1] or APTable: no write by " + who;
            case EXECUTE ->
                (el0 ? "UXN, UXNTable" : "PXN, PXNTable, writable by EL0") + " or WXN: not executed by " + who;
        };
    }

    /** D8.5: AF is set by any access that HA covers; a write to a page with DBM clears AP[2], which means dirty. */
    @Override
    Optional<Update> update(PageTableFormat format, int level, Entry entry, Access access) {
        if (!(entry instanceof Entry.Leaf) || !control.ha()) {
            return Optional.empty();
        }
        long raw = entry.raw();
        boolean young = (raw & AF) == 0;
        boolean dirty = access.kind() == Kind.WRITE && control.hd() && (raw & DBM) != 0 && (raw & AP2) != 0;
        long after = (young ? raw | AF : raw) & (dirty ? ~AP2 : -1L);
        return after == raw
                ? Optional.empty()
                : Optional.of(new Update(after, young ? dirty ? "AF, AP[2]" : "AF" : "AP[2]"));
    }

    /** ESR_EL1: EC 31:26, IL 25, and of the ISS WnR 6 and DFSC or IFSC 5:0. */
    @Override
    HardwareCode code(FaultClass kind, OptionalInt level, Path path, Access access) {
        boolean fetch = access.kind() == Kind.EXECUTE;
        boolean write = access.kind() == Kind.WRITE;
        boolean lower = access.privilege() == Privilege.USER;
        int armLevel = level.isPresent() ? LAST_LEVEL - level.getAsInt() : 0;
        long ec = (fetch ? 0x20 : 0x24) | (lower ? 0 : 1);
        long value = ec << 26 | 1 << 25 | (write ? 1 << 6 : 0) | FaultStatus.longForm(kind, armLevel);
        return new HardwareCode(
                "ESR_EL1",
                value,
                "%s from %s level, %s, level %d%s"
                        .formatted(
                                fetch ? "Instruction Abort" : "Data Abort",
                                lower ? "a lower" : "the current",
                                FaultStatus.name(kind),
                                armLevel,
                                write ? ", WnR" : ""));
    }
}
