package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could be made of a host. */
public sealed interface Described {

    /**
     * A description.
     *
     * @param description what the zones are derived from
     * @param sources where each part was read
     * @param undecided why a zone that differs may do so rightly: memory was moved or added in a way that no file records
     * @param contradiction two sources of the memory map that do not agree
     */
    record Machine(
            MachineDescription description,
            Map<Part, List<Evidence>> sources,
            Optional<Verdict.NotObservable> undecided,
            Optional<Contradiction> contradiction)
            implements Described {

        /** Copies the map. */
        public Machine {
            sources = Map.copyOf(sources);
        }

        /** Where parts were read, in their order. */
        public List<Evidence> evidence(Part... parts) {
            return List.of(parts).stream()
                    .flatMap(part -> sources.getOrDefault(part, List.of()).stream())
                    .toList();
        }
    }

    /**
     * Firmware's map as two files have it.
     *
     * @param log as the boot log prints it
     * @param sysfs as /sys/firmware/memmap has it
     */
    record Contradiction(String log, String sysfs) {}

    /** There is none, and why. */
    record Unknown(Verdict.NotObservable why) implements Described {}
}
