package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * RISC-V address translation in S-mode and U-mode: Sv32, Sv39, Sv48 and Sv57 with Svnapot, Svpbmt, Svade and Svadu. Steps
 * are those of "Virtual Address Translation Process" in the privileged specification's chapter on the supervisor level
 * (version 20240411).
 */
public final class RiscvRegime extends Regime {

    private static final long R = 1 << 1;
    private static final long W = 1 << 2;
    private static final long X = 1 << 3;
    private static final long U = 1 << 4;
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;
    private static final long SOFTWARE_60_59 = 3L << 59;
    private static final int PPN_LOW = 10;
    private static final int PBMT_LOW = 61;
    private static final long N = 1L << 63;
    private static final List<String> PBMT_TYPES = List.of("PMA", "NC", "IO");

    private final Riscv scheme;
    private final PhysAddr root;
    private final RiscvControl control;

    /**
     * A hart that translates with these tables.
     *
     * @param scheme what satp.MODE selects
     * @param root satp.PPN times the page size
     */
    public RiscvRegime(Riscv scheme, PhysAddr root, RiscvControl control) {
        this.scheme = scheme;
        this.root = root;
        this.control = control;
    }

    /** Sv39 to Sv57: the upper bits of an effective address must all equal the topmost one that is translated. */
    @Override
    Start start(VirtAddr address) {
        if (isSv32() && address.value() >>> 32 != 0) {
            return new Start.Refused(FaultClass.NON_CANONICAL, "addresses have 32 bits");
        }
        PageTableFormat format = scheme.format();
        return format.isCanonical(address)
                ? new Start.Root(format, root)
                : new Start.Refused(
                        FaultClass.NON_CANONICAL, "bits 63:%d are not all equal".formatted(format.vaBits() - 1));
    }

    @Override
    Entry decode(PageTableFormat tables, int level, long raw) {
        Entry plain = plain(tables, level, raw);
        if (plain instanceof Entry.NotPresent) {
            return new Entry.NotPresent(raw);
        }
        if (plain instanceof Entry.Reserved reserved) {
            return new Entry.Reserved(raw, reserved.why());
        }
        if (plain instanceof Entry.Table next) {
            return isBeyondMemory(next.table())
                    ? new Entry.Reserved(raw, "a table beyond %d address bits".formatted(control.physicalBits()))
                    : new Entry.Table(raw, next.table());
        }
        Entry.Leaf leaf = (Entry.Leaf) plain;
        return reservedByExtension(raw)
                .<Entry>map(why -> new Entry.Reserved(raw, why))
                .orElseGet(() -> new Entry.Leaf(raw, leaf.base(), leaf.sizeShift()));
    }

    /** The entry as a hart with every extension of the format reads it. */
    private Entry plain(PageTableFormat tables, int level, long raw) {
        boolean ignored = control.svrsw60t59b() && !isSv32();
        return tables.levels().get(level).decode(ignored ? raw & ~SOFTWARE_60_59 : raw);
    }

    /** Step 3, as far as the hart's extensions decide what is reserved. */
    private Optional<String> reservedByExtension(long raw) {
        if (isSv32()) {
            return Optional.empty();
        }
        if ((raw & N) != 0 && !control.svnapot()) {
            return Optional.of("N is reserved without Svnapot");
        }
        if (pbmt(raw) != 0 && !control.pbmte()) {
            return Optional.of("PBMT is reserved without Svpbmt or with menvcfg.PBMTE clear");
        }
        return pbmt(raw) == 3 ? Optional.of("PBMT 3 is reserved (Svpbmt)") : Optional.empty();
    }

    private boolean isSv32() {
        return scheme.vaBits() == 32;
    }

    private static int pbmt(long raw) {
        return (int) (raw >>> PBMT_LOW) & 3;
    }

    private boolean isBeyondMemory(PhysAddr address) {
        return address.value() >>> control.physicalBits() != 0;
    }

    /**
     * Step 5 where the entry is a leaf but for its lower page numbers, step 2 where it points to a table that no memory
     * holds, and step 3 for the rest.
     */
    @Override
    FaultClass classOf(PageTableFormat tables, int level, Entry.Reserved entry) {
        int lowerPageNumberBits = tables.levels().get(level).shift() - tables.pageShift();
        long lowerPageNumbers = ((1L << lowerPageNumberBits) - 1) << PPN_LOW;
        if (decode(tables, level, entry.raw() & ~lowerPageNumbers) instanceof Entry.Leaf) {
            return FaultClass.ALIGNMENT;
        }
        return plain(tables, level, entry.raw()) instanceof Entry.Table
                ? FaultClass.ADDRESS_SIZE
                : FaultClass.RESERVED_BIT;
    }

    /** The leaf alone decides; the supervisor never executes a user page, and the user touches no other. */
    @Override
    Rights rights(Path path, Entry.Leaf leaf, int level) {
        long raw = leaf.raw();
        boolean user = (raw & U) != 0;
        boolean write = (raw & W) != 0;
        boolean execute = (raw & X) != 0;
        return new Rights(
                isReadable(raw), write, execute && !user, user && isReadable(raw), user && write, user && execute);
    }

    private boolean isReadable(long raw) {
        return (raw & R) != 0 || (control.mxr() && (raw & X) != 0);
    }

    /** Steps 6 to 9, and the access itself where no memory is. */
    @Override
    Optional<Refusal> refusal(Path path, Entry.Leaf leaf, int level, Access access) {
        long raw = leaf.raw();
        boolean byUser = access.privilege() == Privilege.USER;
        if (byUser && (raw & U) == 0) {
            return refused("U is clear");
        }
        if (!byUser && (raw & U) != 0 && access.kind() == Kind.EXECUTE) {
            return refused("the supervisor executes no user page");
        }
        if (!byUser && (raw & U) != 0 && !control.sum()) {
            return refused("the supervisor touches no user page while SUM is clear");
        }
        Optional<String> withheld = withheld(raw, access.kind());
        if (withheld.isPresent()) {
            return refused(withheld.get());
        }
        if (!control.adue() && (raw | flags(access)) != raw) {
            String flag = (raw & A) == 0 ? "A" : "D";
            return Optional.of(new Refusal(FaultClass.ACCESS_FLAG, flag + " is clear and the hart does not set it"));
        }
        return isBeyondMemory(leaf.base())
                ? Optional.of(new Refusal(
                        FaultClass.ADDRESS_SIZE, "beyond %d address bits".formatted(control.physicalBits())))
                : Optional.empty();
    }

    private static Optional<Refusal> refused(String because) {
        return Optional.of(new Refusal(FaultClass.PROTECTION, because));
    }

    private Optional<String> withheld(long raw, Kind kind) {
        return switch (kind) {
            case READ -> isReadable(raw) ? Optional.empty() : Optional.of("R is clear");
            case WRITE -> (raw & W) != 0 ? Optional.empty() : Optional.of("W is clear");
            case EXECUTE -> (raw & X) != 0 ? Optional.empty() : Optional.of("X is clear");
        };
    }

    /** Svpbmt, "Page-Based Memory Types": 0 keeps the physical memory attributes. Sv32 has no such field. */
    @Override
    MemoryType memoryType(Path path, Entry.Leaf leaf, int level) {
        int type = isSv32() ? 0 : pbmt(leaf.raw());
        return new MemoryType("PBMT " + type, PBMT_TYPES.get(type));
    }

    /** Step 9; tables have no such flags. */
    @Override
    Optional<Update> update(PageTableFormat tables, int level, Entry entry, Access access) {
        long after = entry instanceof Entry.Leaf ? entry.raw() | flags(access) : entry.raw();
        return after == entry.raw()
                ? Optional.empty()
                : Optional.of(new Update(after, ((after ^ entry.raw()) & D) == 0 ? "A" : "D"));
    }

    private static long flags(Access access) {
        return access.kind() == Kind.WRITE ? A | D : A;
    }

    /** Every fault of the translation is a page fault; memory that is not there is an access fault (the exception codes of scause). */
    @Override
    HardwareCode code(FaultClass kind, OptionalInt level, Path path, Access access) {
        boolean absent = kind == FaultClass.ADDRESS_SIZE;
        String fault = absent ? "access fault" : "page fault";
        return switch (access.kind()) {
            case EXECUTE -> new HardwareCode("scause", absent ? 1 : 12, "instruction " + fault);
            case READ -> new HardwareCode("scause", absent ? 5 : 13, "load " + fault);
            case WRITE -> new HardwareCode("scause", absent ? 7 : 15, "store/AMO " + fault);
        };
    }
}
