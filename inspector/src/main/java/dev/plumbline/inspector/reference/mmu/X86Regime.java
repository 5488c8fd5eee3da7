package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * x86 paging: 32-bit, PAE, 4-level and 5-level. Rights: Intel SDM vol. 3, 4.6; error code: 4.7; accessed and dirty flags:
 * 4.8; memory type: 4.9. Shadow stacks and guest-physical addresses are not part of it.
 *
 * <p>A walk ends at the first entry that is not present or has a reserved bit; rights are judged at the leaf alone, so a
 * missing or reserved entry below a directory that forbids the access is reported as missing or reserved. An access that
 * is allowed sets A in every entry on its way (save PAE pointers, which have none) and, if it writes, D in the leaf. What
 * a refused access leaves behind in A of the entries above the one that refused it is left to the processor (SDM vol. 3,
 * 6.15, interrupt 14: set in the directory, model specific in the last entry), and prefetching may set A at any time
 * (4.8): no effect is claimed for it.
 */
public final class X86Regime extends Regime {

    private static final long RW = 1 << 1;
    private static final long US = 1 << 2;
    private static final long A = 1 << 5;
    private static final long D = 1 << 6;
    private static final long PS = 1 << 7;
    private static final long XD = 1L << 63;
    private static final List<String> PAT_TYPES = List.of("UC", "WC", "", "", "WT", "WP", "WB", "UC-");

    private final PageTableFormat format;
    private final long cr3;
    private final X86Control control;
    private final boolean longMode;
    private final boolean pae;
    private final long beyondPhysical;
    private final List<MemoryType> memoryTypes;

    /**
     * A processor that translates with these tables.
     *
     * @param architecture an x86 variant
     * @param cr3 the register; its flags and process-context identifier are of no account
     */
    public X86Regime(Architecture architecture, long cr3, X86Control control) {
        this.format = architecture.format();
        this.cr3 = cr3;
        this.control = control;
        this.longMode = architecture instanceof X86_64;
        this.pae = format.root().entryBytes() == Long.BYTES;
        this.beyondPhysical = (1L << 52) - (1L << control.physicalBits());
        this.memoryTypes = IntStream.range(0, PAT_TYPES.size())
                .mapToObj(i -> new MemoryType("PAT " + i, PAT_TYPES.get((int) (control.pat() >>> (8 * i)) & 7)))
                .toList();
    }

    @Override
    Start start(VirtAddr address) {
        if (!format.isCanonical(address)) {
            return new Start.Refused(
                    FaultClass.NON_CANONICAL, "bits 63:%d are not all equal".formatted(format.vaBits() - 1));
        }
        if (!longMode && address.value() >>> 32 != 0) {
            return new Start.Refused(FaultClass.NON_CANONICAL, "a linear address has 32 bits here");
        }
        return new Start.Root(format, longMode ? aligned(cr3, 51, 12) : aligned(cr3, 31, pae ? 5 : 12));
    }

    @Override
    Entry decode(PageTableFormat tables, int level, long raw) {
        Entry entry = tables.levels().get(level).decode(effective(level, raw));
        if (entry instanceof Entry.Table table && table.raw() != raw) {
            return new Entry.Table(raw, table.table());
        }
        if (entry instanceof Entry.NotPresent) {
            return new Entry.NotPresent(raw);
        }
        if (entry instanceof Entry.Reserved) {
            return entry;
        }
        long reserved = raw & reserved(level, entry);
        return reserved == 0
                ? entry
                : new Entry.Reserved(
                        raw, "reserved bits 0x" + Long.toHexString(reserved) + " set (Intel SDM vol. 3, 4.3 to 4.5)");
    }

    /** The entry as the processor reads it: without CR4.PSE it ignores PS in 32-bit paging (table 4-5). */
    private long effective(int level, long raw) {
        return !pae && !control.pse() && level == 1 ? raw & ~PS : raw;
    }

    /** Bits that are reserved under these control bits, beyond those that the format's forms name. */
    private long reserved(int level, Entry entry) {
        if (!pae) {
            return level == 1 && entry instanceof Entry.Leaf ? beyondPse36() : 0;
        }
        long reserved = beyondPhysical | (control.nxe() ? 0 : XD);
        boolean unknownSize = !control.gigabytePages() && entry instanceof Entry.Leaf leaf && leaf.sizeShift() == 30;
        return unknownSize ? reserved | PS : reserved;
    }

    /** A 4M page holds bits 39:32 of its address in bits 20:13, as many as the processor has (table 4-4). */
    private long beyondPse36() {
        int implemented = Math.min(40, control.physicalBits()) - 32;
        return ((1L << 21) - 1) & -(1L << (13 + implemented));
    }

    @Override
    List<String> flags(PageTableFormat tables, int level, Entry entry) {
        return entry.raw() == effective(level, entry.raw()) || !(entry instanceof Entry.Table table)
                ? super.flags(tables, level, entry)
                : super.flags(tables, level, new Entry.Table(effective(level, entry.raw()), table.table()));
    }

    @Override
    Rights rights(Path path, Entry.Leaf leaf, int level) {
        Combined c = combined(path, leaf);
        boolean supervisorWrites = c.write || !control.wp();
        boolean supervisorFetches = c.execute && !(c.user && control.smep());
        return new Rights(true, supervisorWrites, supervisorFetches, c.user, c.user && c.write, c.user && c.execute);
    }

    /** 4.6.1: R/W and U/S must be set in every entry, XD in none. */
    private record Combined(boolean user, boolean write, boolean execute) {}

    private Combined combined(Path path, Entry.Leaf leaf) {
        long all = path.all() & leaf.raw();
        long any = path.any() | leaf.raw();
        return new Combined((all & US) != 0, (all & RW) != 0, !(pae && control.nxe() && (any & XD) != 0));
    }

    @Override
    Optional<Refusal> refusal(Path path, Entry.Leaf leaf, int level, Access access) {
        Combined c = combined(path, leaf);
        boolean user = isUser(access);
        if (user && !c.user) {
            return refused("U/S is clear at some level");
        }
        if (!user && c.user && access.kind() == Kind.EXECUTE && control.smep()) {
            return refused("SMEP: the supervisor executes no user page");
        }
        if (!user && c.user && access.kind() != Kind.EXECUTE && control.smap() && !open(access)) {
            return refused("SMAP: the supervisor touches no user page while AC is clear");
        }
        if (access.kind() == Kind.WRITE && !c.write && (user || control.wp())) {
            return refused("R/W is clear at some level");
        }
        if (access.kind() == Kind.EXECUTE && !c.execute) {
            return refused("XD is set at some level");
        }
        return keyForbids(c, leaf, access)
                ? Optional.of(new Refusal(FaultClass.PROTECTION_KEY, "protection key " + key(leaf) + " forbids it"))
                : Optional.empty();
    }

    private static Optional<Refusal> refused(String because) {
        return Optional.of(new Refusal(FaultClass.PROTECTION, because));
    }

    /** An implicit access to a system structure is the supervisor's, whatever the privilege level. */
    private static boolean isUser(Access access) {
        return access.privilege() == Privilege.USER && access.form() != Form.IMPLICIT;
    }

    private boolean open(Access access) {
        return control.ac() && access.form() != Form.IMPLICIT;
    }

    private static int key(Entry.Leaf leaf) {
        return (int) (leaf.raw() >>> 59) & 0xf;
    }

    /**
     * 4.6.2: PKRU governs data accesses to user pages, IA32_PKRS the supervisor's to supervisor pages, which a user never
     * gets to; write-disable binds the supervisor only with CR0.WP.
     */
    private boolean keyForbids(Combined c, Entry.Leaf leaf, Access access) {
        boolean user = isUser(access);
        if (!longMode || access.kind() == Kind.EXECUTE || (user && !c.user)) {
            return false;
        }
        if (!(c.user ? control.pke() : control.pks())) {
            return false;
        }
        int bits = (c.user ? control.pkru() : control.pkrs()) >>> (2 * key(leaf));
        boolean accessDisabled = (bits & 1) != 0;
        boolean writeDisabled = (bits & 2) != 0 && (user || control.wp());
        return accessDisabled || (writeDisabled && access.kind() == Kind.WRITE);
    }

    @Override
    MemoryType memoryType(Path path, Entry.Leaf leaf, int level) {
        int patBit = leaf.sizeShift() == 12 ? 7 : 12;
        int index = (int) ((leaf.raw() >>> 3 & 3) | (leaf.raw() >>> patBit & 1) << 2);
        return memoryTypes.get(index);
    }

    @Override
    long contribution(PageTableFormat tables, int level, Entry.Table table) {
        return isPointerEntry(level) ? table.raw() | RW | US : table.raw();
    }

    /**
     * A PAE page-directory-pointer entry has no flags but P, PWT and PCD (4.4.1). The processor reads the four when CR3 is
     * loaded, and a reserved bit makes that load fail.
     */
    private boolean isPointerEntry(int level) {
        return !longMode && pae && level == 2;
    }

    @Override
    Optional<Update> update(PageTableFormat tables, int level, Entry entry, Access access) {
        long set = entry instanceof Entry.Leaf && access.kind() == Kind.WRITE ? A | D : A;
        long after = isPointerEntry(level) ? entry.raw() : entry.raw() | set;
        return after == entry.raw()
                ? Optional.empty()
                : Optional.of(new Update(after, ((after ^ entry.raw()) & D) == 0 ? "A" : "D"));
    }

    @Override
    HardwareCode code(FaultClass kind, OptionalInt level, Path path, Access access) {
        if (kind == FaultClass.NON_CANONICAL) {
            return longMode ? X86Codes.NON_CANONICAL : X86Codes.BEYOND_32_BITS;
        }
        if (kind == FaultClass.RESERVED_BIT && isPointerEntry(level.orElseThrow())) {
            return X86Codes.POINTER_REFUSED;
        }
        return X86Codes.pageFault(bits(kind, access));
    }

    /** 4.7: the key's bit tells of the key alone and stands beside any other violation of rights. */
    @Override
    HardwareCode code(Refusal refusal, int level, Path path, Entry.Leaf leaf, Access access) {
        int key = keyForbids(combined(path, leaf), leaf, access) ? X86Codes.PK : 0;
        return X86Codes.pageFault(bits(refusal.kind(), access) | key);
    }

    private int bits(FaultClass kind, Access access) {
        boolean fetch = access.kind() == Kind.EXECUTE && (control.smep() || (pae && control.nxe()));
        return (kind == FaultClass.NOT_PRESENT ? 0 : X86Codes.P)
                | (access.kind() == Kind.WRITE ? X86Codes.WR : 0)
                | (isUser(access) ? X86Codes.US : 0)
                | (kind == FaultClass.RESERVED_BIT ? X86Codes.RSVD : 0)
                | (fetch ? X86Codes.ID : 0);
    }
}
