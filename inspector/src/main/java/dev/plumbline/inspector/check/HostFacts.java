package dev.plumbline.inspector.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A host's identity, for a report's header. Nothing here is a verdict; what could not be learnt is empty.
 *
 * @param kernelRelease {@code uname -r}: the third word of proc/version
 * @param architecture the reference's name of the architecture, or the kernel's own where there is no reference
 * @param pageSizeBytes base page size
 * @param pagingLevels levels of the page tables, the root included
 * @param memoryBytes MemTotal
 * @param nodes NUMA nodes that have memory
 * @param cpus CPUs online
 * @param processor the CPU's model name
 * @param microarchitecture the CPU's design, such as {@code Zen 4}, where OSHI's table has the very model; empty for a capture
 * @param virtualization the hypervisor or container technology that was recognised
 * @param user whose eyes the files were read with: {@code root}, {@code uid 1000}; empty for a capture
 * @param notes what about this host changes what files mean: lxcfs, gVisor, WSL2, hidepid;
 *     where OSHI and the kernel give different numbers; that no process runs a JVM, where JVMs were to be checked
 */
public record HostFacts(
        Optional<String> kernelRelease,
        Optional<String> architecture,
        OptionalInt pageSizeBytes,
        OptionalInt pagingLevels,
        OptionalLong memoryBytes,
        OptionalInt nodes,
        OptionalInt cpus,
        Optional<String> processor,
        Optional<String> microarchitecture,
        Optional<String> virtualization,
        Optional<String> user,
        List<String> notes) {

    /** Copies the list. */
    public HostFacts {
        notes = List.copyOf(notes);
    }

    /** The same with one more note. */
    HostFacts noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new HostFacts(
                kernelRelease,
                architecture,
                pageSizeBytes,
                pagingLevels,
                memoryBytes,
                nodes,
                cpus,
                processor,
                microarchitecture,
                virtualization,
                user,
                more);
    }
}
