package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.FaultClass;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unicorn.Round.Try;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;

/** Where QEMU 5.0's target/arm/helper.c get_phys_addr_v6 differs from the manual. */
final class ArmShortDeviations implements Deviation.Rules {

    private static final long SUPERSECTION = 1 << 18;
    private static final int CLIENT = 1;
    private static final int MANAGER = 3;
    private static final int DOMAIN_FAULT = 0b01001;
    private static final int PERMISSION_FAULT = 0b01101;
    private static final int SECOND_LEVEL = 0b00010;
    private static final int WRITE = 1 << 11;

    private final ArmShortRounds rounds;
    private final Processor processor;

    ArmShortDeviations(ArmShortRounds rounds, Processor processor) {
        this.rounds = rounds;
        this.processor = processor;
    }

    @Override
    public Optional<Deviation> find(Round round, Try tried, Trace ours) {
        if (ours.outcome() instanceof Walk.Translated) {
            Outcome theirs = emulated(ours, tried);
            return theirs.equals(Differential.outcome(processor, ours, tried))
                    ? Optional.empty()
                    : Optional.of(new Deviation("32 bits of an offset in a region", theirs));
        }
        if (!(ours.outcome() instanceof Walk.Faulted faulted)
                || ours.steps().isEmpty()
                || !isUsed(ours.steps().get(0).entry())) {
            return Optional.empty();
        }
        FaultClass kind = faulted.fault().kind();
        Entry first = ours.steps().get(0).entry();
        int access = rounds.control().dacr() >>> (2 * domain(first)) & 3;
        if (access != CLIENT && access != MANAGER) {
            return kind == FaultClass.DOMAIN
                    ? Optional.empty()
                    : Optional.of(new Deviation("the domain comes first", refused(DOMAIN_FAULT, first, tried)));
        }
        if (kind == FaultClass.ACCESS_FLAG) {
            return withoutAccessFlag(tried, ours, first, access == MANAGER);
        }
        boolean fetch = tried.access().kind() == Kind.EXECUTE;
        return kind == FaultClass.PROTECTION && fetch ? executableThoughWritable(tried) : Optional.empty();
    }

    private static boolean isUsed(Entry entry) {
        return entry instanceof Entry.Table || entry instanceof Entry.Leaf;
    }

    private static int domain(Entry first) {
        boolean supersection = first instanceof Entry.Leaf && (first.raw() & SUPERSECTION) != 0;
        return supersection ? 0 : (int) (first.raw() >>> 5) & 0xf;
    }

    private Optional<Deviation> withoutAccessFlag(Try tried, Trace ours, Entry first, boolean manager) {
        if (manager) {
            return Optional.of(new Deviation("managers need no access flag", under(setByHardware(), tried)));
        }
        boolean never =
                isNeverExecuted(ours.steps().get(ours.steps().size() - 1).entry(), first, tried);
        return tried.access().kind() == Kind.EXECUTE && never
                ? Optional.of(new Deviation("XN comes before the access flag", refused(PERMISSION_FAULT, first, tried)))
                : Optional.empty();
    }

    /** XN, and PXN where the processor knows it, in the places that a section, a large and a small page have them. */
    private boolean isNeverExecuted(Entry leaf, Entry first, Try tried) {
        boolean section = leaf.equals(first);
        boolean large = !section && (leaf.raw() & 3) == 1;
        boolean xn = (leaf.raw() >>> (section ? 4 : large ? 15 : 0) & 1) != 0;
        boolean pxn = rounds.control().pxn() && (first.raw() >>> (section ? 0 : 2) & 1) != 0;
        return xn || (pxn && tried.access().privilege() == Privilege.SUPERVISOR);
    }

    private Optional<Deviation> executableThoughWritable(Try tried) {
        Outcome theirs = under(withoutWxn(), tried);
        return theirs instanceof Outcome.Refused
                ? Optional.empty()
                : Optional.of(new Deviation("WXN and UWXN are not looked at", theirs));
    }

    private Outcome under(ArmControl control, Try tried) {
        Trace trace = new Walker(rounds.regime(control), processor.engine())
                .trace(new VirtAddr(tried.address()), tried.access());
        return emulated(trace, tried);
    }

    private Outcome emulated(Trace trace, Try tried) {
        return Differential.outcome(processor, trace, tried) instanceof Outcome.Reached to
                ? new Outcome.Reached(Engine.withNarrowOffset(to.physical()))
                : Differential.outcome(processor, trace, tried);
    }

    private Outcome refused(int status, Entry first, Try tried) {
        boolean page = first instanceof Entry.Table;
        boolean fetch = tried.access().kind() == Kind.EXECUTE;
        boolean write = tried.access().kind() == Kind.WRITE;
        return new Outcome.Refused(
                status | (page ? SECOND_LEVEL : 0) | (fetch ? 0 : domain(first) << 4) | (write ? WRITE : 0),
                tried.address());
    }

    private ArmControl setByHardware() {
        return with(true, rounds.control().wxn(), rounds.control().uwxn());
    }

    private ArmControl withoutWxn() {
        return with(rounds.control().ha(), false, false);
    }

    private ArmControl with(boolean ha, boolean wxn, boolean uwxn) {
        ArmControl now = rounds.control();
        return new ArmControl(
                now.ttbcr(),
                now.memoryAttributes(),
                now.dacr(),
                now.afe(),
                ha,
                now.tre(),
                now.systemProtection(),
                now.romProtection(),
                wxn,
                uwxn,
                now.pan(),
                now.pxn(),
                now.v8());
    }
}
