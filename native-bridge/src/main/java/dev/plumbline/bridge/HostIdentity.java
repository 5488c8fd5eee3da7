package dev.plumbline.bridge;

import dev.plumbline.bridge.oshi.OshiHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What machine this is, by OSHI: a second opinion beside /proc, for a report's header and to be checked against it. What
 * OSHI does not know is empty; a header says so and takes no zero for a quantity.
 *
 * @param cpuName such as {@code AMD EPYC 9B14}; ARM and RISC-V kernels print none
 * @param microarchitecture such as {@code Zen 4}, where OSHI's table has the very model (x86)
 * @param cpus CPUs online
 * @param nodesWithCpus NUMA nodes that have a CPU
 * @param memoryBytes MemTotal
 * @param machine vendor and model by DMI
 * @param virtualization the machine's name, or {@code hypervisor}, where the CPU says that it runs under one
 */
public record HostIdentity(
        Optional<String> cpuName,
        Optional<String> microarchitecture,
        OptionalInt cpus,
        OptionalInt nodesWithCpus,
        OptionalLong memoryBytes,
        Optional<String> machine,
        Optional<String> virtualization) {

    /** {@link #of(Path)} for the root of a live host. */
    public static Reading<HostIdentity> of(Origin.Live host) {
        return of(Path.of(host.root()));
    }

    /**
     * Asks OSHI; starts no program, loads nothing native. Takes a tenth of a second the first time, for OSHI's classes.
     *
     * @param root {@code /}, or where another mount namespace's root lies; the first call's root counts for all later ones
     */
    public static Reading<HostIdentity> of(Path root) {
        Provenance provenance = new Provenance("proc/cpuinfo", Instant.now());
        try {
            OshiHost host = new OshiHost(root);
            Optional<String> hypervisor = host.hypervisorFlag() ? Optional.of("hypervisor") : Optional.empty();
            return new Reading.Content<>(
                    provenance,
                    new HostIdentity(
                            host.cpuName(),
                            host.microarchitecture(),
                            host.cpus(),
                            host.nodesWithCpus(),
                            host.memoryBytes(),
                            host.machine(),
                            hypervisor.map(h -> host.machine().orElse(h))));
        } catch (IOException e) {
            return new HostErrors(root).reading(provenance, e);
        }
    }
}
