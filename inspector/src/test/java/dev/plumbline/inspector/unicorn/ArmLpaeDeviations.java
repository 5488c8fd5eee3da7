package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.FaultClass;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unicorn.Round.Try;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;

/** Where QEMU 5.0's target/arm/helper.c get_phys_addr_lpae and arm_mmu_idx_el differ from the manual for 32-bit Arm. */
final class ArmLpaeDeviations implements Deviation.Rules {

    private static final long PAGE_ADDRESS = (1L << 40) - (1 << 12);

    private final ArmLpaeRounds rounds;
    private final Processor processor;

    ArmLpaeDeviations(ArmLpaeRounds rounds, Processor processor) {
        this.rounds = rounds;
        this.processor = processor;
    }

    @Override
    public Optional<Deviation> find(Round round, Try tried, Trace ours) {
        if (ours.outcome() instanceof Walk.Translated to) {
            return reached(to, tried);
        }
        if (!(ours.outcome() instanceof Walk.Faulted faulted)) {
            return Optional.empty();
        }
        FaultClass kind = faulted.fault().kind();
        if (kind != FaultClass.ADDRESS_SIZE
                && !(kind == FaultClass.PROTECTION && rounds.control().pan())) {
            return Optional.empty();
        }
        Outcome theirs = emulated(tried);
        boolean size = kind == FaultClass.ADDRESS_SIZE;
        return size || !(theirs instanceof Outcome.Refused)
                ? Optional.of(new Deviation(size ? "address sizes are not looked at" : "PAN is not looked at", theirs))
                : Optional.empty();
    }

    /** The block's address as it stands in the entry, with the offset laid over it. */
    private static Optional<Deviation> reached(Walk.Translated to, Try tried) {
        long reached = (to.leaf() & PAGE_ADDRESS) | (tried.address() & (to.sizeBytes() - 1));
        if (reached >>> Integer.SIZE != 0) {
            return Optional.of(new Deviation(
                    "32 bits of an offset in a region", new Outcome.Reached(Engine.withNarrowOffset(reached))));
        }
        return reached == to.address().value()
                ? Optional.empty()
                : Optional.of(new Deviation("a block's lower address bits count", Differential.place(reached)));
    }

    private Outcome emulated(Try tried) {
        Trace theirs = new Walker(rounds.regime(withoutSizesAndPan(rounds.control())), processor.engine())
                .trace(new VirtAddr(tried.address()), tried.access());
        Outcome outcome = Differential.outcome(processor, theirs, tried);
        return theirs.outcome() instanceof Walk.Translated to
                        && theirs.steps().stream()
                                .allMatch(step -> TableRoom.isTable(step.at().value()))
                ? reached(to, tried).map(Deviation::outcome).orElse(outcome)
                : outcome;
    }

    private static ArmControl withoutSizesAndPan(ArmControl control) {
        return new ArmControl(
                control.ttbcr(),
                control.memoryAttributes(),
                control.dacr(),
                control.afe(),
                control.ha(),
                control.tre(),
                control.systemProtection(),
                control.romProtection(),
                control.wxn(),
                control.uwxn(),
                false,
                control.pxn(),
                false);
    }
}
