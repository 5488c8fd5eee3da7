package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;
import java.util.OptionalLong;

/**
 * What must be known of a machine to say what its zones are: what firmware, the kernel's build and its command line say, never
 * what the zones show.
 *
 * @param platform its architecture's rules
 * @param pageKib base page size in KiB
 * @param kernel what is booted
 * @param memory the physical memory map
 * @param topology nodes and processors
 * @param dmaLimitBytes the highest address, exclusive, that every device reaches by the device tree or the IORT; empty where
 *     nothing says, which means none below the architecture's own limit
 * @param tunables what was set since booting
 * @param reservations what is known of memory that never becomes managed
 * @param added memory that came after booting
 */
public record MachineDescription(
        Platform platform,
        int pageKib,
        Kernel kernel,
        PhysicalMap memory,
        Topology topology,
        OptionalLong dmaLimitBytes,
        Tunables tunables,
        Reservations reservations,
        List<AddedMemory> added) {

    /** Copies the list. */
    public MachineDescription {
        added = List.copyOf(added);
    }

    /** A machine as it boots, of which nothing is known beyond its hardware and its command line. */
    public static MachineDescription booting(
            Platform platform, int pageKib, Kernel kernel, PhysicalMap memory, Topology topology) {
        return new MachineDescription(
                platform,
                pageKib,
                kernel,
                memory,
                topology,
                OptionalLong.empty(),
                Tunables.BOOT,
                Reservations.unknown(),
                List.of());
    }

    /** With other settings. */
    public MachineDescription with(Tunables other) {
        return new MachineDescription(
                platform, pageKib, kernel, memory, topology, dmaLimitBytes, other, reservations, added);
    }

    long pageBytes() {
        return pageKib * 1024L;
    }

    long pfnUp(long bytes) {
        return (bytes + pageBytes() - 1) / pageBytes();
    }

    long pfnDown(long bytes) {
        return bytes / pageBytes();
    }
}
