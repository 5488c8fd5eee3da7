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
 * 32-bit Arm with short descriptors, from ARMv6 without subpages (SCTLR.XP = 1): ARMv7-A B3.5; rights and domains B3.7;
 * memory types B3.8. Faults in the order of the pseudocode (B3.19.6): translation, access flag, domain, permission.
 */
public final class ArmShortRegime extends Regime {

    private static final int SECTION = 1;
    private static final long TYPE = 3;
    private static final int CLIENT = 1;
    private static final int MANAGER = 3;
    private static final long SUPERSECTION = 1 << 18;
    private static final long PD0 = 1 << 4;
    private static final long PD1 = 1 << 5;

    /** Where {@link #contribution} keeps what a first-level descriptor says of its pages. */
    private static final int TABLE_DOMAIN = 32;

    private static final int TABLE_PXN = 36;

    private final PageTableFormat format;
    private final PageTableFormat lower;
    private final int n;
    private final long ttbr0;
    private final OptionalLong ttbr1;
    private final ArmControl control;
    private final long ttbcr;

    /**
     * A processor that translates with these tables.
     *
     * @param ttbr0 the register; its attribute bits are of no account
     * @param ttbr1 the register; consulted only where TTBCR.N is not 0, which Linux leaves at 0
     * @throws IllegalArgumentException if TTBCR selects long descriptors
     */
    public ArmShortRegime(Arm architecture, long ttbr0, OptionalLong ttbr1, ArmControl control) {
        this.ttbcr = control.ttbcr().orElse(0);
        if ((ttbcr & 1L << 31) != 0) {
            throw new IllegalArgumentException("TTBCR %#x selects long descriptors".formatted(ttbcr));
        }
        this.n = (int) ttbcr & 7;
        this.format = architecture.format();
        this.lower = format.narrowed(Integer.SIZE - n);
        this.ttbr0 = ttbr0;
        this.ttbr1 = ttbr1;
        this.control = control;
    }

    /** B3.5.4: TTBR0 translates addresses whose upper N bits are zero, with a table of 16 KiB divided by 2 to the N. */
    @Override
    Start start(VirtAddr address) {
        long va = address.value();
        if (va >>> Integer.SIZE != 0) {
            return new Start.Refused(FaultClass.NON_CANONICAL, "addresses have 32 bits");
        }
        if (va >>> (Integer.SIZE - n) == 0) {
            return (ttbcr & PD0) != 0
                    ? new Start.Refused(FaultClass.NOT_PRESENT, "TTBCR.PD0 is set")
                    : new Start.Root(lower, aligned(ttbr0, 31, 14 - n));
        }
        if ((ttbcr & PD1) != 0) {
            return new Start.Refused(FaultClass.NOT_PRESENT, "TTBCR.PD1 is set");
        }
        return ttbr1.isPresent()
                ? new Start.Root(format, aligned(ttbr1.getAsLong(), 31, 14))
                : new Start.Refused(FaultClass.NOT_PRESENT, "TTBR1 is not known");
    }

    @Override
    Entry decode(PageTableFormat tables, int level, long raw) {
        return level == SECTION && (raw & TYPE) == TYPE && !control.pxn()
                ? new Entry.Reserved(raw, "type 3 on a processor without PXN (ARMv7-A B3.5.1)")
                : tables.levels().get(level).decode(raw);
    }

    @Override
    FaultClass classOf(PageTableFormat tables, int level, Entry.Reserved entry) {
        return FaultClass.NOT_PRESENT;
    }

    /** Of a table descriptor only its domain and PXN say something about the pages below. */
    @Override
    long contribution(PageTableFormat tables, int level, Entry.Table table) {
        return (table.raw() >>> 5 & 0xf) << TABLE_DOMAIN | (table.raw() >>> 2 & 1) << TABLE_PXN;
    }

    private int domain(Path path, Entry.Leaf leaf, int level) {
        if (level != SECTION) {
            return (int) (path.any() >>> TABLE_DOMAIN) & 0xf;
        }
        return (leaf.raw() & SUPERSECTION) != 0 ? 0 : (int) (leaf.raw() >>> 5) & 0xf;
    }

    private int domainAccess(int domain) {
        return control.dacr() >>> (2 * domain) & 3;
    }

    @Override
    Rights rights(Path path, Entry.Leaf leaf, int level) {
        return switch (domainAccess(domain(path, leaf, level))) {
            case MANAGER -> new Rights(true, true, true, true, true, true);
            case CLIENT -> ShortDescriptor.rights(leaf, level, tablePxn(path), control);
            default -> new Rights(false, false, false, false, false, false);
        };
    }

    private boolean tablePxn(Path path) {
        return (path.any() >>> TABLE_PXN & 1) != 0;
    }

    @Override
    MemoryType memoryType(Path path, Entry.Leaf leaf, int level) {
        return ShortDescriptor.memoryType(leaf, level, control);
    }

    @Override
    Optional<Refusal> refusal(Path path, Entry.Leaf leaf, int level, Access access) {
        if (control.afe() && !control.ha() && (leaf.raw() & ShortDescriptor.accessFlag(level)) == 0) {
            return Optional.of(new Refusal(FaultClass.ACCESS_FLAG, "AP[0] is clear and SCTLR.AFE is set"));
        }
        int domain = domain(path, leaf, level);
        return switch (domainAccess(domain)) {
            case MANAGER -> Optional.empty();
            case CLIENT -> ArmAccess.refusal(rights(path, leaf, level), access, control);
            default ->
                Optional.of(new Refusal(FaultClass.DOMAIN, "DACR gives no access to domain %d".formatted(domain)));
        };
    }

    @Override
    Optional<Update> update(PageTableFormat tables, int level, Entry entry, Access access) {
        long flag = ShortDescriptor.accessFlag(level);
        return entry instanceof Entry.Leaf && control.afe() && control.ha() && (entry.raw() & flag) == 0
                ? Optional.of(new Update(entry.raw() | flag, "AP[0]"))
                : Optional.empty();
    }

    @Override
    HardwareCode code(FaultClass kind, OptionalInt level, Path path, Access access) {
        boolean page = level.isPresent() && level.getAsInt() == 0;
        return code(
                kind,
                page,
                page ? OptionalInt.of((int) (path.any() >>> TABLE_DOMAIN) & 0xf) : OptionalInt.empty(),
                access);
    }

    @Override
    HardwareCode code(Refusal refusal, int level, Path path, Entry.Leaf leaf, Access access) {
        return code(refusal.kind(), level == 0, OptionalInt.of(domain(path, leaf, level)), access);
    }

    /** DFSR: WnR 11, FS[4] 10, domain 7:4, FS[3:0] 3:0 (B4.1.52); IFSR has neither WnR nor domain (B4.1.96). */
    private static HardwareCode code(FaultClass kind, boolean page, OptionalInt domain, Access access) {
        long status = FaultStatus.shortForm(kind, page ? 2 : 1);
        long value = (status & 0x10) << 6 | (status & 0xf);
        String meaning = "%s, %s level".formatted(FaultStatus.name(kind), page ? "second" : "first");
        if (access.kind() == Kind.EXECUTE) {
            return new HardwareCode("IFSR", value, meaning);
        }
        boolean write = access.kind() == Kind.WRITE;
        return new HardwareCode(
                "DFSR",
                value | (write ? 1L << 11 : 0) | (long) domain.orElse(0) << 4,
                meaning + (domain.isPresent() ? ", domain " + domain.getAsInt() : "") + (write ? ", WnR" : ""));
    }
}
