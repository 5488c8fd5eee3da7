package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.compare.Baseline;
import dev.plumbline.inspector.check.compare.BaselineOrigin;
import dev.plumbline.inspector.check.compare.DerivedBaseline;
import dev.plumbline.inspector.check.compare.HostBaseline;
import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.reference.zone.derive.DerivedMachine;
import java.time.Instant;
import java.util.Optional;

/**
 * The machine that is simulated.
 *
 * @param words what it is, for people
 * @param machine what the reference derives
 * @param baseline what other machines are held against: what the description settles, or what a host shows
 */
record SimulationSubject(String words, DerivedMachine machine, Baseline baseline) {

    /** The machine that options describe. */
    static SimulationSubject described(MachineOptions options, Optional<String> kernel) throws Failure {
        DescribedMachine described = options.describe(kernel);
        String words = options.words(kernel);
        BaselineOrigin origin = new BaselineOrigin(BaselineOrigin.Kind.DESCRIPTION, words, Instant.now());
        return new SimulationSubject(
                words, described.machine(), DerivedBaseline.of(described.machine(), described.given(), origin));
    }

    /**
     * A host or a capture, as its firmware, command line and build describe it.
     *
     * @throws Failure if it is not there, or does not show what its zones would be derived from
     */
    static SimulationSubject from(ComparedSide side) throws Failure {
        try (KernelFiles files = side.open()) {
            HostView host = new HostView(files);
            Derived derived = Derived.of(host);
            if (derived instanceof Derived.Zones zones) {
                return new SimulationSubject(files.origin().name(), zones.machine(), HostBaseline.of(host));
            }
            throw Failure.notObservable(((Derived.Unknown) derived).why());
        }
    }
}
