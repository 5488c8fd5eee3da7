package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.reference.mmu.Effect;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unicorn.Round.Try;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the reference and the emulator about the same accesses, and counts what they say. */
final class Differential {

    private final Processor processor;
    private final Deviation.Rules deviations;
    private final long accessedFlag;
    private final Map<String, Long> explained = new TreeMap<>();
    private long reached;
    private long refused;
    private long elsewhere;

    /**
     * Counts nothing yet.
     *
     * @param accessedFlag of a table's entry, which a walk may set that ends in a fault further down; 0 where there is none
     */
    Differential(Processor processor, Deviation.Rules deviations, long accessedFlag) {
        this.processor = processor;
        this.deviations = deviations;
        this.accessedFlag = accessedFlag;
    }

    /** How many accesses both were asked about. */
    long compared() {
        return reached + refused + explained.values().stream().mapToLong(n -> n).sum();
    }

    /** Tries every access of a round; throws where they differ and no known rule says why. */
    void run(Round round, long seed) {
        difference(round, seed).ifPresent(difference -> {
            throw new AssertionError(difference);
        });
    }

    /** Tries the accesses of a round until they differ and no known rule says why; how, if so. */
    Optional<String> difference(Round round, long seed) {
        Walker walker = new Walker(round.regime(), processor.engine());
        for (Try tried : round.tries()) {
            Trace ours = walker.trace(new VirtAddr(tried.address()), tried.access());
            Outcome expected = outcome(processor, ours, tried);
            Optional<Deviation> rule = deviations.find(round, tried, ours);
            if (rule.isPresent() && !(expected instanceof Outcome.Elsewhere)) {
                expected = rule.get().outcome();
            }
            if (expected instanceof Outcome.Elsewhere) {
                elsewhere++;
                continue;
            }
            long there = expected instanceof Outcome.Reached to ? to.physical() : 0;
            Outcome theirs = processor.access(tried.address(), tried.access(), there);
            boolean same = theirs.equals(expected) && (rule.isPresent() || sameFlags(ours));
            if (!same) {
                return Optional.of("seed %d, %s of %#x: the reference says %s%s, the emulator %s\n%s\n%s"
                        .formatted(
                                seed,
                                tried.access(),
                                tried.address(),
                                expected,
                                rule.map(r -> " by " + r.rule()).orElse(""),
                                theirs,
                                describe(ours),
                                round.describe().get()));
            }
            rule.ifPresentOrElse(r -> explained.merge(r.rule(), 1L, Long::sum), () -> count(theirs));
        }
        return Optional.empty();
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Reached) {
            reached++;
        } else {
            refused++;
        }
    }

    /** What a walk means here: one that took other memory for a table would write its flags there. */
    static Outcome outcome(Processor processor, Trace trace, Try tried) {
        if (!trace.steps().stream().allMatch(step -> TableRoom.isTable(step.at().value()))) {
            return new Outcome.Elsewhere();
        }
        Walk walk = trace.outcome();
        if (walk instanceof Walk.Translated to) {
            return place(to.address().value());
        }
        return walk instanceof Walk.Faulted faulted
                ? processor.refused(faulted.fault(), tried.address())
                : new Outcome.Elsewhere();
    }

    /** Memory that tables and code stand in is not touched. */
    static Outcome place(long physical) {
        return DataFrames.isData(physical) || !Engine.isRam(physical)
                ? new Outcome.Reached(physical)
                : new Outcome.Elsewhere();
    }

    /** Whether the entries on the way are now as the reference says that they become. */
    private boolean sameFlags(Trace ours) {
        List<Effect> effects = ours.outcome() instanceof Walk.Translated to ? to.effects() : List.of();
        for (Trace.Step step : ours.steps()) {
            long now = processor
                    .engine()
                    .word(step.at(), step.level().entryBytes())
                    .orElseThrow();
            long expected = step.entry().raw();
            for (Effect effect : effects) {
                expected = effect.entry().equals(step.at()) ? effect.after() | expected : expected;
            }
            long mayBeSet = ours.outcome() instanceof Walk.Translated ? 0 : accessedFlag;
            if ((now & ~mayBeSet) != (expected & ~mayBeSet)) {
                return false;
            }
        }
        return true;
    }

    private String describe(Trace ours) {
        StringBuilder text = new StringBuilder(ours.outcome().toString());
        for (Trace.Step step : ours.steps()) {
            text.append("\n  level %d entry %s = %#x, now %#x"
                    .formatted(
                            step.below(),
                            step.at(),
                            step.entry().raw(),
                            processor
                                    .engine()
                                    .word(step.at(), step.level().entryBytes())
                                    .orElse(-1)));
        }
        return text.toString();
    }

    /** One line of counts. */
    @Override
    public String toString() {
        return "%d compared: %d reached, %d refused, explained %s; %d led elsewhere"
                .formatted(compared(), reached, refused, explained, elsewhere);
    }
}
