package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.reference.zone.derive.Derivation;
import dev.plumbline.inspector.reference.zone.derive.DerivedMachine;
import dev.plumbline.inspector.reference.zone.derive.DescriptionException;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import dev.plumbline.inspector.reference.zone.derive.Tunables;
import java.util.OptionalLong;

/** What a host's zones must be, or why that cannot be said. */
public sealed interface Derived {

    /**
     * They can be derived.
     *
     * @param machine what they must be
     * @param described from what
     */
    record Zones(DerivedMachine machine, Described.Machine described) implements Derived {}

    /** They cannot. */
    record Unknown(Verdict.NotObservable why) implements Derived {}

    /** The same with a value of {@code vm.min_free_kbytes} that does not follow from RAM alone. */
    static Derived withMinFree(Zones zones, long minFreeKib) {
        MachineDescription given = zones.described().description();
        Tunables tunables = given.tunables();
        MachineDescription set = given.with(new Tunables(
                tunables.watermarkScaleFactor(),
                tunables.reserveRatio(),
                OptionalLong.of(minFreeKib),
                tunables.highFraction(),
                tunables.hugePages()));
        return derive(new Described.Machine(
                set,
                zones.described().sources(),
                zones.described().undecided(),
                zones.described().contradiction()));
    }

    /** The derivation; done once a run. */
    static Derived of(HostView host) {
        return host.once("machine.derived", () -> derive(MachineDescriptions.of(host)));
    }

    private static Derived derive(Described described) {
        if (described instanceof Described.Machine machine) {
            try {
                return new Zones(Derivation.of(machine.description()), machine);
            } catch (DescriptionException e) {
                return new Unknown(
                        new Verdict.NotObservable("the machine's own files describe none: " + e.getMessage(), ""));
            }
        }
        return new Unknown(
                described instanceof Described.Unknown unknown
                        ? unknown.why()
                        : new Verdict.NotObservable("the machine is not described", ""));
    }
}
