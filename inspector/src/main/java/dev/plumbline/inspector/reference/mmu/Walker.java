package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A page-table walk as the hardware makes it, for every architecture: the {@link Regime} says where it begins, what an entry
 * means and what the levels allow together; the loop is the same. Written to be read beside the manuals; it is the
 * specification that the fast walker is held against.
 */
public final class Walker {

    private static final Access LOOK = Access.of(Access.Kind.READ, Access.Privilege.SUPERVISOR);

    private final Regime regime;
    private final PhysicalMemory memory;

    /** A walker of the tables that stand in a memory. */
    public Walker(Regime regime, PhysicalMemory memory) {
        this.regime = regime;
        this.memory = memory;
    }

    /**
     * Where an address leads, whoever asks: no right is required, no flag is set. Where the walk itself fails, the fault is
     * the one that a read by the supervisor meets.
     */
    public Walk translate(VirtAddr address) {
        return walk(address, Optional.empty(), Optional.empty());
    }

    /** What an access to an address meets. */
    public Walk access(VirtAddr address, Access access) {
        return walk(address, Optional.of(access), Optional.empty());
    }

    /** A translation with every entry that was read. */
    public Trace trace(VirtAddr address) {
        List<Trace.Step> steps = new ArrayList<>();
        Walk outcome = walk(address, Optional.empty(), Optional.of(steps));
        return new Trace(address, steps, outcome);
    }

    /** An access with every entry that was read. */
    public Trace trace(VirtAddr address, Access access) {
        List<Trace.Step> steps = new ArrayList<>();
        Walk outcome = walk(address, Optional.of(access), Optional.of(steps));
        return new Trace(address, steps, outcome);
    }

    private Walk walk(VirtAddr address, Optional<Access> access, Optional<List<Trace.Step>> steps) {
        Start start = regime.start(address);
        if (start instanceof Start.Refused refused) {
            return faulted(refused.kind(), OptionalInt.empty(), Path.ROOT, access, refused.because());
        }
        Optional<Regime.Refusal> barred = access.flatMap(a -> regime.barred(address, a));
        if (barred.isPresent()) {
            return faulted(
                    barred.get().kind(),
                    OptionalInt.empty(),
                    Path.ROOT,
                    access,
                    barred.get().because());
        }
        Start.Root root = (Start.Root) start;
        PageTableFormat format = root.format();
        PhysAddr table = root.table();
        Path path = Path.ROOT;
        List<Effect> effects = new ArrayList<>();
        for (int level = format.levels().size() - 1; ; level--) {
            TableLevel at = format.levels().get(level);
            int index = at.index(address.value());
            PhysAddr where = new PhysAddr(table.value() + (long) index * at.entryBytes());
            OptionalLong word = memory.word(where, at.entryBytes());
            if (word.isEmpty()) {
                return new Walk.NotHeld(where, level);
            }
            Entry entry = regime.decode(format, level, word.getAsLong());
            if (steps.isPresent()) {
                List<String> flags = regime.flags(format, level, entry);
                steps.get().add(new Trace.Step(at, level, index, table, where, entry, flags));
            }
            if (entry instanceof Entry.NotPresent) {
                return faulted(FaultClass.NOT_PRESENT, OptionalInt.of(level), path, access, "the entry is not valid");
            }
            if (entry instanceof Entry.Reserved reserved) {
                return faulted(
                        regime.classOf(format, level, reserved), OptionalInt.of(level), path, access, reserved.why());
            }
            if (entry instanceof Entry.Leaf leaf) {
                return arrived(address, format, leaf, level, path, where, access, effects);
            }
            Entry.Table next = (Entry.Table) entry;
            if (access.isPresent()) {
                regime.update(format, level, next, access.get()).ifPresent(u -> effects.add(effect(where, next, u)));
            }
            path = path.through(regime.contribution(format, level, next));
            table = next.table();
        }
    }

    private Walk arrived(
            VirtAddr address,
            PageTableFormat format,
            Entry.Leaf leaf,
            int level,
            Path path,
            PhysAddr where,
            Optional<Access> access,
            List<Effect> effects) {
        if (access.isPresent()) {
            Optional<Regime.Refusal> refusal = regime.refusal(path, leaf, level, access.get());
            if (refusal.isPresent()) {
                HardwareCode code = regime.code(refusal.get(), level, path, leaf, access.get());
                return new Walk.Faulted(new Fault(
                        refusal.get().kind(),
                        OptionalInt.of(level),
                        code,
                        refusal.get().because()));
            }
            regime.update(format, level, leaf, access.get()).ifPresent(u -> effects.add(effect(where, leaf, u)));
        }
        long offset = address.value() & leaf.sizeBytes() - 1;
        return new Walk.Translated(
                new PhysAddr(leaf.base().value() + offset),
                level,
                leaf.sizeShift(),
                leaf.raw(),
                regime.rights(path, leaf, level),
                regime.memoryType(path, leaf, level),
                effects);
    }

    private static Effect effect(PhysAddr where, Entry entry, Regime.Update update) {
        return new Effect(where, entry.raw(), update.after(), update.flag());
    }

    private Walk faulted(FaultClass kind, OptionalInt level, Path path, Optional<Access> access, String because) {
        return new Walk.Faulted(new Fault(kind, level, regime.code(kind, level, path, access.orElse(LOOK)), because));
    }
}
