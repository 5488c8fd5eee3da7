package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.EntryForm;
import dev.plumbline.inspector.arch.FlagBits;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a processor is set up to translate: its roots, and the control bits that change what entries mean. One class an
 * architecture; each is immutable and states the manual's place beside every rule.
 */
public abstract sealed class Regime permits Aarch64Regime, ArmLpaeRegime, ArmShortRegime, RiscvRegime, X86Regime {

    /** The table in which the walk of an address begins; empty where no root translates it. */
    public final Optional<PhysAddr> root(VirtAddr address) {
        return start(address) instanceof Start.Root root ? Optional.of(root.table()) : Optional.empty();
    }

    /** Where the walk of an address begins. */
    abstract Start start(VirtAddr address);

    /**
     * Why an access is refused before any entry is read, although {@link #start} has a root; empty where it is not.
     */
    Optional<Refusal> barred(VirtAddr address, Access access) {
        return Optional.empty();
    }

    /**
     * What an entry says under these control bits.
     *
     * @param format the tables being walked
     * @param level how many levels lie below
     */
    abstract Entry decode(PageTableFormat format, int level, long raw);

    /** What all levels together allow. */
    abstract Rights rights(Path path, Entry.Leaf leaf, int level);

    /** The memory type that the tables select. */
    abstract MemoryType memoryType(Path path, Entry.Leaf leaf, int level);

    /** Why an access that reached a leaf is refused; empty where it is allowed. */
    abstract Optional<Refusal> refusal(Path path, Entry.Leaf leaf, int level, Access access);

    /**
     * What an entry that points to a table contributes to the {@link Path}: its bits, unless an architecture gives them
     * another meaning at this level.
     */
    long contribution(PageTableFormat format, int level, Entry.Table table) {
        return table.raw();
    }

    /** The entry as the hardware writes it back when an access is allowed; empty where it changes nothing. */
    abstract Optional<Update> update(PageTableFormat format, int level, Entry entry, Access access);

    /** A fault as this processor reports it. */
    abstract HardwareCode code(FaultClass kind, OptionalInt level, Path path, Access access);

    /**
     * A refusal as this processor reports it, where more than its class decides.
     *
     * @param leaf the entry that the walk arrived at
     */
    HardwareCode code(Refusal refusal, int level, Path path, Entry.Leaf leaf, Access access) {
        return code(refusal.kind(), OptionalInt.of(level), path, access);
    }

    /** Why an access is refused. */
    record Refusal(FaultClass kind, String because) {}

    /** An entry with a flag that the hardware has set. */
    record Update(long after, String flag) {}

    /** How the manual classes an entry that the decoder calls reserved. */
    FaultClass classOf(PageTableFormat format, int level, Entry.Reserved entry) {
        return FaultClass.RESERVED_BIT;
    }

    /**
     * The flags of an entry that are set, lowest first; fields of several bits with their value. They are its form's, or
     * the format's where the form names none. An entry that is not present has none: what its bits mean is the software's
     * affair.
     */
    List<String> flags(PageTableFormat format, int level, Entry entry) {
        Optional<EntryForm> form = format.levels().get(level).form(entry.raw());
        if (form.isEmpty()) {
            return List.of();
        }
        List<FlagBits> own = form.get().flags();
        List<String> set = new ArrayList<>();
        for (FlagBits flag : own.isEmpty() ? format.flags() : own) {
            long value = (entry.raw() & flag.mask()) >>> flag.low();
            if (value != 0) {
                set.add(flag.width() == 1 ? flag.name() : flag.name() + "=" + value);
            }
        }
        return set;
    }

    /** A table address with the bits of a root register that are not part of it removed. */
    static PhysAddr aligned(long register, int high, int low) {
        return new PhysAddr(register & (-1L >>> (63 - high)) & -(1L << low));
    }
}
