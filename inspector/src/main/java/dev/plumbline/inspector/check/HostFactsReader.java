package dev.plumbline.inspector.check;

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

/** Reads what a report's header says of a host. */
final class HostFactsReader {

    /** What /proc/cpuinfo calls the processor's name: x86 and arm, ppc, riscv, mips, s390. */
    private static final List<String> PROCESSOR_KEYS =
            List.of("model name", "Model", "cpu", "uarch", "cpu model", "vendor_id", "Hardware");

    private HostFactsReader() {}

    static HostFacts read(HostView host) {
        Optional<Architecture> architecture = Machine.of(host).architecture();
        Optional<CpuInfo> cpuinfo = host.text("proc/cpuinfo", CpuInfo::parse).intact();
        HostSurroundings surroundings = HostSurroundings.of(host);
        return new HostFacts(
                host.text("proc/version", KernelVersion::parse).intact().map(KernelVersion::release),
                architecture.map(Architecture::machine).or(() -> unsupported(host)),
                pageSize(host),
                levels(architecture),
                memoryBytes(host),
                nodes(host),
                cpus(host, cpuinfo),
                processor(cpuinfo),
                surroundings.virtualization(),
                user(host),
                surroundings.notes());
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
        OptionalLong kib = host.text("proc/meminfo", MemInfo::parse)
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
        return host.text("sys/devices/system/cpu/online", CpuList::parse)
                .intact()
                .map(online -> online.ids().size())
                .or(() -> cpuinfo.map(CpuInfo::processors))
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
