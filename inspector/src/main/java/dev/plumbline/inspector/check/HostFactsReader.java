package dev.plumbline.inspector.check;

import dev.plumbline.bridge.HostIdentity;
import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Recognition;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuList;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.StatusParser;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads what a report's header says of a host. */
final class HostFactsReader {

    private static final String CPUINFO = "proc/cpuinfo";
    private static final String MEMINFO = "proc/meminfo";
    private static final String CPUS_ONLINE = "sys/devices/system/cpu/online";

    /** N_CPU, drivers/base/node.c; absent without CONFIG_NUMA. */
    private static final String NODES_WITH_CPUS = "sys/devices/system/node/has_cpu";

    /** What /proc/cpuinfo calls the processor's name: x86 and arm, ppc, riscv, mips, s390. */
    private static final List<String> PROCESSOR_KEYS =
            List.of("model name", "Model", "cpu", "uarch", "cpu model", "vendor_id", "Hardware");

    private HostFactsReader() {}

    /**
     * The facts.
     *
     * @param oshi a second opinion, of a live host; the kernel's own numbers go before it
     */
    static HostFacts read(HostView host, OshiIdentity.Answer oshi) {
        Optional<Architecture> architecture = Machine.of(host).architecture();
        Optional<CpuInfo> cpuinfo = host.text(CPUINFO, CpuInfo::parse).intact();
        Optional<HostIdentity> identity = oshi.identity();
        CrossCheck crossCheck = new CrossCheck();
        OptionalLong memory =
                crossCheck.agreed("bytes of memory", memoryBytes(host), MEMINFO, memoryByOshi(host, identity));
        OptionalInt cpus = crossCheck.agreed(
                "CPUs online",
                cpus(host, cpuinfo),
                CPUS_ONLINE,
                identity.map(HostIdentity::cpus).orElse(OptionalInt.empty()));
        crossCheck.agreed(
                "nodes with CPUs",
                listed(host, NODES_WITH_CPUS),
                NODES_WITH_CPUS,
                identity.map(HostIdentity::nodesWithCpus).orElse(OptionalInt.empty()));
        HostSurroundings surroundings = HostSurroundings.of(host, identity.flatMap(HostIdentity::virtualization));
        return new HostFacts(
                host.text("proc/version", KernelVersion::parse).intact().map(KernelVersion::release),
                architecture.map(Architecture::machine).or(() -> unsupported(host)),
                pageSize(host),
                levels(architecture),
                memory,
                nodes(host),
                cpus,
                identity.flatMap(HostIdentity::cpuName).or(() -> processor(cpuinfo)),
                identity.flatMap(HostIdentity::microarchitecture),
                surroundings.virtualization(),
                user(host),
                Stream.of(
                                surroundings.notes(),
                                crossCheck.notes(),
                                oshi.whyNot().stream().toList())
                        .flatMap(List::stream)
                        .toList());
    }

    /** Where lxcfs answers for meminfo, it would answer OSHI as well. */
    private static OptionalLong memoryByOshi(HostView host, Optional<HostIdentity> identity) {
        return identity.filter(i -> Environment.masking(host, MEMINFO).isEmpty())
                .map(HostIdentity::memoryBytes)
                .orElse(OptionalLong.empty());
    }

    private static Optional<String> unsupported(HostView host) {
        return Machine.of(host).recognition() instanceof Recognition.Unsupported other
                ? Optional.of(other.name())
                : Optional.empty();
    }

    private static OptionalInt pageSize(HostView host) {
        OptionalInt shift = HostMemory.of(host).pageShift();
        return shift.isPresent() ? OptionalInt.of(1 << shift.getAsInt()) : OptionalInt.empty();
    }

    private static OptionalInt levels(Optional<Architecture> architecture) {
        return architecture.isPresent()
                ? OptionalInt.of(architecture.get().format().levels().size())
                : OptionalInt.empty();
    }

    private static OptionalLong memoryBytes(HostView host) {
        OptionalLong kib = host.text(MEMINFO, MemInfo::parse)
                .intact()
                .map(m -> m.kib("MemTotal"))
                .orElse(OptionalLong.empty());
        return kib.isPresent() ? OptionalLong.of(kib.getAsLong() << 10) : kib;
    }

    private static OptionalInt nodes(HostView host) {
        return host.text("proc/zoneinfo", ZoneinfoParser::parse)
                .intact()
                .map(z -> OptionalInt.of(
                        (int) z.populated().stream().map(Zone::node).distinct().count()))
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt cpus(HostView host, Optional<CpuInfo> cpuinfo) {
        OptionalInt online = listed(host, CPUS_ONLINE);
        return online.isPresent()
                ? online
                : cpuinfo.map(CpuInfo::processors)
                        .filter(n -> n > 0)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty());
    }

    /** How many CPUs or nodes a file of sysfs lists; empty for none. */
    private static OptionalInt listed(HostView host, String path) {
        return host.text(path, CpuList::parse)
                .intact()
                .map(list -> list.ids().size())
                .filter(n -> n > 0)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static Optional<String> processor(Optional<CpuInfo> cpuinfo) {
        return PROCESSOR_KEYS.stream()
                .flatMap(key -> cpuinfo.flatMap(c -> c.value(key)).stream())
                .findFirst();
    }

    /** Whose privileges the files were read with; a capture does not say. */
    private static Optional<String> user(HostView host) {
        if (!(host.files().origin() instanceof Origin.Live)) {
            return Optional.empty();
        }
        return host.text("proc/self/status", StatusParser::parse)
                .intact()
                .flatMap(s -> s.effectiveUid().stream().boxed().findFirst())
                .map(uid -> uid == 0 ? "root" : "uid " + uid);
    }
}
