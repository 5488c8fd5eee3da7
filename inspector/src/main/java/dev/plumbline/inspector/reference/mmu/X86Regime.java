package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * x86 paging: 32-bit, PAE, 4-level and 5-level. Rights: Intel SDM vol. 3, 4.6; error code: 4.7; accessed and dirty flags:
 * 4.8; memory type: 4.9.
 */
public final class X86Regime extends Regime {

    private static final long P = 1;
    private static final long RW = 1 << 1;
    private static final long US = 1 << 2;
    private static final long A = 1 << 5;
    private static final long D = 1 << 6;
    private static final long XD = 1L << 63;
    private static final List<String> PAT_TYPES = List.of("UC", "WC", "", "", "WT", "WP", "WB", "UC-");

    private final PageTableFormat format;
    private final long cr3;
    private final X86Control control;
    private final boolean longMode;

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
    }

    @Override
    Start start(VirtAddr address) {
        if (!format.isCanonical(address)) {
            return new Start.Refused(
                    FaultClass.NON_CANONICAL, "bits 63:%d are not all equal".formatted(format.vaBits() - 1));
        }
        return new Start.Root(format, longMode ? aligned(cr3, 51, 12) : aligned(cr3, 31, pae() ? 5 : 12));
    }

    private boolean pae() {
        return format.levels().get(0).entryBytes() == 8;
    }

    @Override
    Entry decode(PageTableFormat tables, int level, long raw) {
        Entry entry = tables.levels().get(level).decode(raw);
        if (entry instanceof Entry.NotPresent || entry instanceof Entry.Reserved) {
            return entry;
        }
        long reserved = reserved(entry);
        return reserved == 0
                ? entry
                : new Entry.Reserved(raw, "reserved bits %#x set (Intel SDM vol. 3, 4.5)".formatted(reserved));
    }

    /** Reserved bits that depend on the processor and its control registers. */
    private long reserved(Entry entry) {
        if (!pae()) {
            return 0;
        }
        long reserved = control.physicalBits() < 52 ? ((1L << 52) - (1L << control.physicalBits())) & entry.raw() : 0;
        if (!control.nxe()) {
            reserved |= entry.raw() & XD;
        }
        if (!control.gigabytePages() && entry instanceof Entry.Leaf leaf && leaf.sizeShift() == 30) {
            reserved |= 1 << 7;
        }
        return reserved;
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
        return new Combined((all & US) != 0, (all & RW) != 0, !(pae() && control.nxe() && (any & XD) != 0));
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
                ? Optional.of(new Refusal(FaultClass.PROTECTION_KEY, "key %d forbids it".formatted(key(leaf))))
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

    /** 4.6.2: keys of user pages stand in PKRU, of supervisor pages in IA32_PKRS; fetches are not concerned. */
    private boolean keyForbids(Combined c, Entry.Leaf leaf, Access access) {
        if (!longMode || access.kind() == Kind.EXECUTE || !(c.user ? control.pke() : control.pks())) {
            return false;
        }
        int bits = (c.user ? control.pkru() : control.pkrs()) >>> (2 * key(leaf));
        boolean accessDisabled = (bits & 1) != 0;
        boolean writeDisabled = (bits & 2) != 0 && (isUser(access) || control.wp());
        return accessDisabled || (writeDisabled && access.kind() == Kind.WRITE);
    }

    @Override
    MemoryType memoryType(Path path, Entry.Leaf leaf, int level) {
        int patBit = leaf.sizeShift() == 12 ? 7 : 12;
        int index = (int) ((leaf.raw() >>> 3 & 3) | (leaf.raw() >>> patBit & 1) << 2);
        int type = (int) (control.pat() >>> (8 * index)) & 7;
        return new MemoryType("PAT " + index, PAT_TYPES.get(type));
    }

    @Override
    long contribution(PageTableFormat tables, int level, Entry.Table table) {
        return isPointerEntry(level) ? table.raw() | RW | US : table.raw();
    }

    /** A PAE page-directory-pointer entry has no flags but P, PWT and PCD (4.4.1). */
    private boolean isPointerEntry(int level) {
        return !longMode && pae() && level == 2;
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
            return new HardwareCode("#GP error code", 0, "general protection (#SS for the stack)");
        }
        boolean fetch = access.kind() == Kind.EXECUTE && (control.smep() || (pae() && control.nxe()));
        long code = 0;
        List<String> names = new ArrayList<>();
        code |= bit(kind != FaultClass.NOT_PRESENT, 0, "P", names);
        code |= bit(access.kind() == Kind.WRITE, 1, "W/R", names);
        code |= bit(isUser(access), 2, "U/S", names);
        code |= bit(kind == FaultClass.RESERVED_BIT, 3, "RSVD", names);
        code |= bit(fetch, 4, "I/D", names);
        code |= bit(kind == FaultClass.PROTECTION_KEY, 5, "PK", names);
        return new HardwareCode("#PF error code", code, names.isEmpty() ? "none set" : String.join(" ", names));
    }

    private static long bit(boolean set, int place, String name, List<String> names) {
        if (set) {
            names.add(name);
        }
        return set ? P << place : 0;
    }
}
