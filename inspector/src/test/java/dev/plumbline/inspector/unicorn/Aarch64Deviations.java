package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.reference.mmu.FaultClass;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unicorn.Round.Try;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where QEMU 5.0's target/arm/helper.c get_phys_addr_lpae differs from the Arm ARM. */
final class Aarch64Deviations implements Deviation.Rules {

    private static final long TYPE = 3;
    private static final long BLOCK = 1;
    private static final long TABLE = 3;
    private static final long ADDRESS = (1L << 48) - 1;

    /** Tables that stand nowhere: what a block at a level that has none would be with tables. */
    private static final long NOWHERE = 1L << 47;

    private static final int TABLE_BYTES = 1 << 16;

    private final Aarch64Rounds rounds;
    private final Engine engine;
    private final List<TableLevel> levels;
    private final int largestBlock;

    Aarch64Deviations(Aarch64Rounds rounds, Engine engine, Aarch64 variant) {
        this.rounds = rounds;
        this.engine = engine;
        this.levels = variant.format().levels();
        this.largestBlock = Aarch64Rounds.largestBlock(variant);
    }

    @Override
    public Optional<Deviation> find(Round round, Try tried, Trace ours) {
        if (ours.outcome() instanceof Walk.Translated to) {
            long reached = reached(to, tried.address());
            return reached == to.address().value()
                    ? Optional.empty()
                    : Optional.of(new Deviation("a block's lower address bits count", Differential.place(reached)));
        }
        if (!(ours.outcome() instanceof Walk.Faulted faulted) || ours.steps().isEmpty()) {
            return Optional.empty();
        }
        Trace.Step last = ours.steps().get(ours.steps().size() - 1);
        if (faulted.fault().kind() == FaultClass.ADDRESS_SIZE) {
            return Optional.of(new Deviation("address sizes are not looked at", emulated(tried)));
        }
        return last.entry() instanceof Entry.Reserved
                        && isBlock(last.below(), last.entry().raw())
                ? Optional.of(new Deviation("blocks at every level", emulated(tried)))
                : Optional.empty();
    }

    private static boolean isBlock(int level, long raw) {
        return level > 0 && (raw & TYPE) == BLOCK;
    }

    /** The block's address as it stands in the entry, with the offset laid over it. */
    private long reached(Walk.Translated to, long address) {
        long pageBytes = 1L << levels.get(0).shift();
        return (to.leaf() & ADDRESS & -pageBytes) | (address & (to.sizeBytes() - 1));
    }

    private Outcome emulated(Try tried) {
        Understood memory = new Understood();
        Trace theirs = new Walker(rounds.withoutSizes(), memory).trace(new VirtAddr(tried.address()), tried.access());
        int nowhere = 0;
        for (Trace.Step step : theirs.steps()) {
            if (memory.isNowhere(step.at())) {
                nowhere++;
            } else if (!TableRoom.isTable(step.at().value())) {
                return new Outcome.Elsewhere();
            }
        }
        if (theirs.outcome() instanceof Walk.Translated to) {
            return Differential.place(reached(to, tried.address()));
        }
        return theirs.outcome() instanceof Walk.Faulted faulted
                ? new Outcome.Refused(faulted.fault().code().value() - nowhere, tried.address())
                : new Outcome.Elsewhere();
    }

    /** Memory in which a block at a level that has none is a table of blocks of the level below. */
    private final class Understood implements PhysicalMemory {

        private final List<Split> splits = new ArrayList<>();

        /** A block in parts of the level below. */
        private record Split(long raw, int below) {}

        boolean isNowhere(PhysAddr at) {
            return Long.compareUnsigned(at.value() - NOWHERE, (long) splits.size() * TABLE_BYTES) < 0;
        }

        @Override
        public Optional<Window> window(PhysAddr address) {
            return engine.window(address);
        }

        @Override
        public OptionalLong word(PhysAddr address, int bytes) {
            if (isNowhere(address)) {
                long at = address.value() - NOWHERE;
                Split split = splits.get((int) (at / TABLE_BYTES));
                long part = ((at % TABLE_BYTES) / Long.BYTES)
                        << levels.get(split.below()).shift();
                return OptionalLong.of(understood(split.raw() | part, split.below()));
            }
            OptionalLong raw = engine.word(address, bytes);
            return raw.isPresent() && TableRoom.isTable(address.value())
                    ? OptionalLong.of(understood(raw.getAsLong(), TableRoom.level(address.value())))
                    : raw;
        }

        private long understood(long raw, int level) {
            if (!isBlock(level, raw) || level <= largestBlock || level >= levels.size()) {
                return raw;
            }
            splits.add(new Split(raw, level - 1));
            return NOWHERE + (long) (splits.size() - 1) * TABLE_BYTES | TABLE;
        }
    }
}
