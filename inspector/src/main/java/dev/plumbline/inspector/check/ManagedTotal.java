package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.check.machine.HandOver;
import dev.plumbline.inspector.check.machine.KnownReservations;
import dev.plumbline.inspector.reference.zone.derive.AddedMemory;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import java.util.List;
import java.util.Optional;

/**
 * The managed pages of all zones together: RAM, less what was reserved when memory was handed over, and what was freed since.
 *
 * @param pages what they must be
 * @param because the sum, for people
 * @param evidence the lines it is made of
 * @param unlogged why it may rightly be another
 */
record ManagedTotal(long pages, String because, List<Evidence> evidence, Optional<String> unlogged) {

    /** Empty without the boot log's line. */
    static Optional<ManagedTotal> of(HostView host, Derived.Zones derived) {
        MachineDescription machine = derived.machine().description();
        return HandOver.of(host, machine.pageKib(), derived.machine().maxOrder())
                .map(log -> of(host, derived, log));
    }

    private static ManagedTotal of(HostView host, Derived.Zones derived, HandOver log) {
        long present = derived.machine().presentPages();
        return new ManagedTotal(
                present - log.reservedPages() + log.freedPages(),
                "%d pages of RAM, less %d reserved when they were handed over, and %d freed since"
                        .formatted(present, log.reservedPages(), log.freedPages()),
                log.evidence(),
                added(derived.machine().description()).or(() -> KnownReservations.unlogged(host)));
    }

    /** Added memory may hold its own struct pages (memmap_on_memory). */
    private static Optional<String> added(MachineDescription machine) {
        return machine.added().stream()
                .findFirst()
                .map(AddedMemory::zone)
                .map(zone -> "memory was added to " + zone + ", and may hold its own struct pages");
    }

    Verdict verdict(long observed) {
        if (observed == pages) {
            return new Verdict.Holds(observed + " pages", pages + " pages", because);
        }
        return unlogged.<Verdict>map(why -> new Verdict.NotObservable(why, ""))
                .orElseGet(() -> new Verdict.Violated(observed + " pages", pages + " pages", because));
    }
}
