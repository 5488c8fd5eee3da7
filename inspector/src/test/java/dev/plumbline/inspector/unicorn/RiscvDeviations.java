package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.reference.mmu.FaultClass;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unicorn.Round.Try;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where QEMU 5.0's target/riscv/cpu_helper.c get_physical_address differs from the privileged specification. Step 3 of the
 * translation process faults on bits that are reserved; QEMU 5.0 looks at none of them.
 */
final class RiscvDeviations implements Deviation.Rules {

    private static final long UPPER = -1L << 54;
    private static final long IN_PAGE_NUMBER = UPPER >>> 2 & UPPER;
    private static final long LEAF = 0xe;
    private static final long LEAF_FLAGS = 0xd0;

    private final Processor processor;
    private final boolean wide;

    RiscvDeviations(Processor processor, boolean wide) {
        this.processor = processor;
        this.wide = wide;
    }

    @Override
    public Optional<Deviation> find(Round round, Try tried, Trace ours) {
        if (!wide
                && ours.outcome() instanceof Walk.Translated to
                && to.address().value() >>> 32 != 0) {
            return Optional.of(new Deviation(
                    "32 bits of a physical address", reached(to.address().value())));
        }
        if (!(ours.outcome() instanceof Walk.Faulted faulted) || faulted.fault().kind() != FaultClass.RESERVED_BIT) {
            return Optional.empty();
        }
        Trace.Step last = ours.steps().get(ours.steps().size() - 1);
        if (last.entry().raw() == understood(last.entry().raw())) {
            return Optional.empty();
        }
        Trace theirs =
                new Walker(round.regime(), new Understood()).trace(new VirtAddr(tried.address()), tried.access());
        return Optional.of(new Deviation("reserved bits are not looked at", outcome(theirs, tried)));
    }

    /** An entry without the bits that QEMU 5.0 does not look at. */
    private long understood(long raw) {
        boolean pointer = (raw & LEAF) == 0;
        return raw & ~(wide ? UPPER : 0) & ~(pointer ? LEAF_FLAGS : 0);
    }

    private final class Understood implements PhysicalMemory {
        @Override
        public Optional<Window> window(PhysAddr address) {
            return processor.engine().window(address);
        }

        @Override
        public OptionalLong word(PhysAddr address, int bytes) {
            OptionalLong raw = processor.engine().word(address, bytes);
            return raw.isPresent() ? OptionalLong.of(understood(raw.getAsLong())) : raw;
        }
    }

    /** QEMU 5.0 takes bits 61:54 for upper bits of the page number, and drops those beyond 64 address bits. */
    private Outcome outcome(Trace theirs, Try tried) {
        long upper = 0;
        for (Trace.Step step : theirs.steps()) {
            if (upper != 0) {
                return new Outcome.Elsewhere();
            }
            OptionalLong raw = processor.engine().word(step.at(), step.level().entryBytes());
            upper = wide ? raw.orElseThrow() & IN_PAGE_NUMBER : 0;
        }
        Outcome outcome = Differential.outcome(processor, theirs, tried);
        return theirs.outcome() instanceof Walk.Translated to && !(outcome instanceof Outcome.Elsewhere)
                ? reached(to.address().value() | upper << 2)
                : outcome;
    }

    private Outcome reached(long physical) {
        return Differential.place(wide ? physical : physical & 0xffff_ffffL);
    }
}
