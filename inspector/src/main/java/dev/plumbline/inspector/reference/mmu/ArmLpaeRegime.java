package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * 32-bit Arm with long descriptors (LPAE), stage 1 of PL1&amp;0: ARMv7-A B3.6; rights B3.7; memory types B3.8.4. Faults in the
 * order translation, address size (ARMv8), access flag, permission.
 */
public final class ArmLpaeRegime extends Regime {

    private static final int LAST_LEVEL = 3;
    private static final long EAE = 1L << 31;
    private static final long AF = 1 << 10;
    private static final long AP1 = 1 << 6;
    private static final long AP2 = 1 << 7;
    private static final long PXN = 1L << 53;
    private static final long XN = 1L << 54;
    private static final long PXN_TABLE = 1L << 59;
    private static final long XN_TABLE = 1L << 60;
    private static final long NO_PL0_TABLE = 1L << 61;
    private static final long READ_ONLY_TABLE = 1L << 62;
    private static final long TABLE_RIGHTS = 0xfL << 59;

    /** Address bits that ARMv7 ignores and ARMv8 checks. */
    private static final long BEYOND_40_BITS = 0xffL << 40;

    private static final String WITHOUT_TABLE_RIGHTS = "long descriptors without hierarchical permissions";

    private final ArmControl control;
    private final Half lower;
    private final Half upper;

    /** One of the two ranges: which TTBCR fields are its, how many address bits its TTBR translates, and with what. */
    private record Half(int sizeField, boolean disabled, PageTableFormat format, OptionalLong ttbr, String digit) {

        long sizeBytes() {
            return 1L << (Integer.SIZE - sizeField);
        }
    }

    /**
     * A processor that translates with these tables.
     *
     * @param ttbr0 the register; the ASID is of no account
     * @param ttbr1 the register, which for a 3:1 split points to the directory of the last gigabyte; empty where it is not
     *     known
     * @throws IllegalArgumentException if TTBCR selects short descriptors
     */
    public ArmLpaeRegime(Arm architecture, long ttbr0, OptionalLong ttbr1, ArmControl control) {
        long ttbcr = control.ttbcr().orElse(linuxTtbcr(architecture, ttbr1));
        if ((ttbcr & EAE) == 0) {
            throw new IllegalArgumentException("TTBCR %#x selects short descriptors".formatted(ttbcr));
        }
        this.control = control;
        this.lower = half(architecture, ttbcr, 0, OptionalLong.of(ttbr0));
        this.upper = half(architecture, ttbcr, 1, ttbr1);
    }

    /**
     * As arch/arm/mm/proc-v7-3level.S v7_ttb_setup (6.1, 6.12) sets it: T0SZ 0, and T1SZ so that TTBR1 translates the
     * kernel's part, or 0 where TTBR0 is to translate everything, which depends on where RAM begins. TTBR1 itself tells:
     * swapper_pg_dir ends in 0x3000 (arch/arm/kernel/head.S: KERNEL_RAM_VADDR ends in 0x8000, PG_DIR_SIZE is 0x5000), and
     * TTBR1 skips four pages of it for a 3:1 split, two entries for 2:2.
     */
    private static long linuxTtbcr(Arm architecture, OptionalLong ttbr1) {
        if (ttbr1.isEmpty()) {
            return EAE;
        }
        long size =
                switch ((int) ttbr1.getAsLong() & 0xffff) {
                    case 0x3000 -> 0;
                    case 0x3010 -> 1;
                    case 0x7000 -> 2;
                    default -> (architecture.split().pageOffset() >>> 30) - 1;
                };
        return EAE | size << 16;
    }

    private static Half half(Arm architecture, long ttbcr, int digit, OptionalLong ttbr) {
        int at = 16 * digit;
        int size = (int) (ttbcr >>> at) & 7;
        boolean t2e = (ttbcr & 1 << 6) != 0;
        boolean hpd = t2e && (ttbcr >>> (41 + digit) & 1) != 0;
        PageTableFormat format = architecture.format().narrowed(Integer.SIZE - size);
        return new Half(
                size,
                (ttbcr >>> (7 + at) & 1) != 0,
                hpd ? format.named(WITHOUT_TABLE_RIGHTS) : format,
                ttbr,
                Integer.toString(digit));
    }

    @Override
    Start start(VirtAddr address) {
        if (address.value() >>> Integer.SIZE != 0) {
            return new Start.Refused(FaultClass.NON_CANONICAL, "addresses have 32 bits");
        }
        Optional<Half> half = half(address.value());
        if (half.isEmpty()) {
            return new Start.Refused(FaultClass.NON_CANONICAL, "between the ranges of TTBR0 and TTBR1");
        }
        Half chosen = half.get();
        if (chosen.disabled) {
            return new Start.Refused(FaultClass.NOT_PRESENT, "TTBCR.EPD" + chosen.digit + " is set");
        }
        if (chosen.ttbr.isEmpty()) {
            return new Start.Refused(FaultClass.NOT_PRESENT, "TTBR" + chosen.digit + " is not known");
        }
        return new Start.Root(
                chosen.format,
                aligned(chosen.ttbr.getAsLong(), 39, chosen.format.root().indexBits() + 3));
    }

    /** B3.6.4: each register translates its end of the space; one whose size is 0 translates what the other leaves. */
    private Optional<Half> half(long va) {
        boolean inUpper =
                upper.sizeField == 0 ? va >= lower.sizeBytes() : va >= (1L << Integer.SIZE) - upper.sizeBytes();
        if (inUpper) {
            return Optional.of(upper);
        }
        return va < lower.sizeBytes() ? Optional.of(lower) : Optional.empty();
    }

    @Override
    Entry decode(PageTableFormat format, int level, long raw) {
        Entry entry = format.levels().get(level).decode(raw);
        boolean address = entry instanceof Entry.Leaf || entry instanceof Entry.Table;
        return address && control.v8() && (raw & BEYOND_40_BITS) != 0
                ? new Entry.Reserved(raw, "the address lies beyond 40 bits")
                : entry;
    }

    @Override
    FaultClass classOf(PageTableFormat format, int level, Entry.Reserved entry) {
        return format.levels().get(level).decode(entry.raw()) instanceof Entry.Reserved
                ? FaultClass.NOT_PRESENT
                : FaultClass.ADDRESS_SIZE;
    }

    @Override
    long contribution(PageTableFormat format, int level, Entry.Table table) {
        return format.name().equals(WITHOUT_TABLE_RIGHTS) ? table.raw() & ~TABLE_RIGHTS : table.raw();
    }

    /** B3.7.1: tables take rights away, and give none. */
    @Override
    Rights rights(Path path, Entry.Leaf leaf, int level) {
        boolean readOnly = (leaf.raw() & AP2) != 0 || (path.any() & READ_ONLY_TABLE) != 0;
        boolean user = (leaf.raw() & AP1) != 0 && (path.any() & NO_PL0_TABLE) == 0;
        boolean xn = (leaf.raw() & XN) != 0 || (path.any() & XN_TABLE) != 0;
        boolean pxn = (leaf.raw() & PXN) != 0 || (path.any() & PXN_TABLE) != 0;
        return ArmRights.of(ArmRights.Data.simplified(readOnly, user), xn, pxn, control);
    }

    @Override
    MemoryType memoryType(Path path, Entry.Leaf leaf, int level) {
        return MemoryAttribute.select(
                control.memoryAttributes().orElse(ArmControl.LINUX_MAIR), (int) (leaf.raw() >>> 2) & 7);
    }

    @Override
    Optional<Refusal> refusal(Path path, Entry.Leaf leaf, int level, Access access) {
        if ((leaf.raw() & AF) == 0 && !control.ha()) {
            return Optional.of(new Refusal(FaultClass.ACCESS_FLAG, "AF is clear"));
        }
        return ArmAccess.refusal(rights(path, leaf, level), access, control);
    }

    @Override
    Optional<Update> update(PageTableFormat format, int level, Entry entry, Access access) {
        return entry instanceof Entry.Leaf && control.ha() && (entry.raw() & AF) == 0
                ? Optional.of(new Update(entry.raw() | AF, "AF"))
                : Optional.empty();
    }

    /** DFSR: WnR 11, LPAE 9, STATUS 5:0 (B4.1.52); IFSR the same without WnR (B4.1.96). */
    @Override
    HardwareCode code(FaultClass kind, OptionalInt level, Path path, Access access) {
        boolean fetch = access.kind() == Kind.EXECUTE;
        boolean write = access.kind() == Kind.WRITE;
        int armLevel = level.isPresent() ? LAST_LEVEL - level.getAsInt() : 1;
        return new HardwareCode(
                fetch ? "IFSR" : "DFSR",
                (write ? 1 << 11 : 0) | 1 << 9 | FaultStatus.longForm(kind, armLevel),
                "%s, level %d%s".formatted(FaultStatus.name(kind), armLevel, write ? ", WnR" : ""));
    }
}
